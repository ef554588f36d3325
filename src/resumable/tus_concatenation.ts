import type { HeaderRecord } from "../request/headers.ts";
import type { Reply } from "../request/protocol.ts";
import { takeCredentials } from "../request/url.ts";
import { assertOk } from "./protocol_error.ts";
import type { TusClient } from "./tus_client.ts";
import type { TusPart } from "./tus_part.ts";

/**
 * Sends parts at the same time. The first failure ends the others too, and is
 * thrown once they have ended.
 *
 * @param send Sends a part.
 */
export async function sendTogether(
  parts: readonly TusPart[],
  client: TusClient,
  send: (part: TusPart, client: TusClient) => Promise<Reply>,
): Promise<void> {
  const controller = new AbortController();
  const failures: unknown[] = [];
  const aborted = client.abortedBy(controller.signal);
  await Promise.all(parts.map(async (part) => {
    try {
      await send(part, aborted);
    } catch (thrown) {
      failures.push(thrown);
      controller.abort(FAILED);
    }
  }));
  if (failures.length > 0) throw failures[0];
}

/** What the requests of the other parts are aborted with. */
const FAILED = new DOMException("another part has failed", "AbortError");

/** Makes one upload of its parts (tus 1.0.0, Concatenation). */
export async function concatenate(
  client: TusClient,
  parts: readonly TusPart[],
  headers: HeaderRecord,
): Promise<Reply> {
  const urls = parts.map(({ url }) => url && takeCredentials(url).url.href);
  const reply = await client.request("POST", client.endpoint, {
    ...headers,
    "upload-concat": `final;${urls.join(" ")}`,
  });
  assertOk(reply);
  return reply;
}
