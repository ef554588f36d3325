import type { HeaderRecord } from "../request/headers.ts";
import type { Reply } from "../request/protocol.ts";
import { assertOk, protocolError } from "./protocol_error.ts";
import type { TusClient } from "./tus_client.ts";
import { askServer, tooLarge } from "./tus_server.ts";
import { uploadLocation } from "./upload_location.ts";

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

function locate(reply: Reply, endpoint: URL): URL {
  const located = uploadLocation(reply, endpoint);
  if (typeof located !== "string") return located;
  throw protocolError(endpoint, `the server ${located}`, {
    hint:
      "check that the URL is the endpoint of a tus server, and for browsers that it exposes its headers",
  });
}
