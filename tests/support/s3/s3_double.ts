import type { OpenUpload, Reply, Send } from "../../../src/request/protocol.ts";
import { CallerSigner } from "../../../src/s3/caller_signer.ts";
import { S3Client } from "../../../src/s3/s3_client.ts";
import type { OpenSource } from "../../../src/source/source.ts";

/** An upload of a source to `https://h/k`. */
export function openUpload(source: OpenSource): OpenUpload {
  return {
    url: new URL("https://h/k"),
    method: "PUT",
    headers: {},
    keepHeaders: [],
    contentType: null,
    signal: new AbortController().signal,
    source,
    acknowledge() {},
    onFailure() {},
  };
}

/** A client for an upload, whose requests a function responds to. */
export function clientOf(upload: OpenUpload, send: Send): S3Client {
  return new S3Client(upload, send, new CallerSigner(({ url }) => url));
}

/** A reply with a text. */
export function replyWith(
  status: number,
  response = "",
  headers: Record<string, string> = {},
): Reply {
  return {
    response: new Response(null, { status, headers }),
    body: { responseType: "text", response },
  };
}
