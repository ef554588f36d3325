import type { HeaderRecord } from "../request/headers.ts";
import type { Reply } from "../request/protocol.ts";
import { parseUrl } from "../request/url.ts";
import { locationOf } from "../transfer/location.ts";
import { assertOk, protocolError } from "./protocol_error.ts";
import type { TusClient } from "./tus_client.ts";
import { askServer, tooLarge } from "./tus_server.ts";

/** An upload that the server has created. */
export interface CreatedUpload {
  /** Where it is; a secret. */
  readonly url: URL;
  readonly reply: Reply;
}

/**
 * Creates an upload (tus 1.0.0, Creation). The bytes follow in another request:
 * with creation-with-upload one lost response would lose them and the URL.
 *
 * @param headers Those that describe it.
 * @param size In bytes; undefined if it is not known yet.
 */
export async function createUpload(
  client: TusClient,
  headers: HeaderRecord,
  size: number | undefined,
): Promise<CreatedUpload> {
  const { endpoint } = client;
  const reply = await client.request("POST", endpoint, headers);
  if (reply.response.status === 413 && size !== undefined) {
    const { maxSize } = await askServer(client);
    if (size > maxSize) throw tooLarge(endpoint, size, maxSize);
  }
  assertOk(reply);
  return { url: locate(reply, endpoint), reply };
}

function locate({ response }: Reply, endpoint: URL): URL {
  const { headers, status } = response;
  if (!headers.has("location")) {
    throw protocolError(
      endpoint,
      `the server responded ${status} without a Location`,
      {
        hint:
          "check that the URL is the endpoint of a tus server, and for browsers that it exposes its headers",
      },
    );
  }
  const url = locationOf(headers, parseUrl(response.url) ?? endpoint);
  if (typeof url !== "string") return url;
  throw protocolError(endpoint, `the Location is refused: ${url}`);
}
