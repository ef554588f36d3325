import { sendsStreams } from "../body/framing.ts";
import type { OutgoingBody } from "../body/outgoing_body.ts";
import { chooseXhr } from "./choose_xhr.ts";
import type { ExchangeContext } from "./exchange_context.ts";
import type { ExchangeState } from "./exchange_state.ts";
import { explainFailure } from "./explain_failure.ts";
import { isOwnFetch } from "./native_fetch.ts";
import type { Hop } from "./redirect.ts";
import { sendByFetch } from "./transport.ts";
import { sendUnchanged } from "./unchanged_file.ts";
import { sendByXhr } from "./xhr.ts";

/**
 * Sends a request by the transport that suits the runtime and the request.
 *
 * @param state Counts the bytes, if the transport reports them.
 */
export function sendHop(
  hop: Hop,
  body: OutgoingBody | undefined,
  options: ExchangeContext["options"],
  signal: AbortSignal,
  state: ExchangeState,
): Promise<Response> {
  const { fetch, maxResponseBytes } = options;
  const xhr = chooseXhr(hop, body, options);
  const isObserved = xhr !== undefined;
  state.enter(hop.url, isObserved);
  const send = () =>
    isObserved
      ? sendByXhr(xhr, hop, { signal, count: state, maxResponseBytes })
      : sendByFetch(fetch, hop, body, signal);
  if (sendsStreams()) return send();
  return explainFailure(sendUnchanged(send, body, signal), hop, {
    signal,
    isObserved,
    isOwn: isOwnFetch(fetch),
    hasSent: () => state.bytesTransferred > 0,
  });
}
