import { Exchange } from "./exchange.ts";
import type { ExchangeContext } from "./exchange_context.ts";
import type { SendAlone } from "./protocol_run.ts";

/**
 * Sends the requests of a protocol. Each can be aborted alone or repeated, so each
 * has a controller.
 */
export function sendIn(context: ExchangeContext): SendAlone {
  return (request, controller) =>
    new Exchange(request, context, controller).run();
}
