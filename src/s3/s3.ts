import type { Protocol } from "../request/protocol.ts";
import { canDiscard } from "../resumable/discards.ts";
import type { OpenSource } from "../source/source.ts";
import { discardObject } from "./discard_object.ts";
import type { S3Options } from "./s3_options.ts";
import { S3Run } from "./s3_run.ts";
import { checkS3Options } from "./s3_settings.ts";

/**
 * Uploads an object to S3, R2 or another server with the same API. The URL of the
 * call is that of the object, with the bucket in the host name or in the path.
 * Use the endpoint of the bucket's region: a redirect to another host loses the
 * signature.
 *
 * A source of up to `partSize` is sent in one request. A larger one is sent in
 * parts, several at the same time: a part that fails is sent again alone. Files
 * are read where each part begins, and are not kept in memory. `bytesStored` of
 * the events counts the parts that the server has.
 *
 * Headers such as `cache-control`, `content-disposition` and `x-amz-meta-*`
 * describe the object. Conditions such as `if-match` apply to the request that
 * stores it. The method of the call is ignored. A form is refused, because the
 * server would store all of it as the object.
 *
 * The `ended` event has the last response of the server; an object in parts has
 * the XML of its completion, or no body if the response to that was lost. If the
 * server refuses a request, the error of `orThrow()` shows the code and the
 * message of S3.
 *
 * A failed or cancelled upload removes its parts from the server, unless it has a
 * `store` to be resumed from: then the same call goes on with the parts that the
 * server has. A process that is killed removes nothing, so give the bucket a rule
 * that aborts incomplete uploads after some days.
 *
 * In browsers, the bucket has to allow the origin of the page, the methods `PUT`,
 * `POST`, `GET`, `HEAD` and `DELETE`, and the request headers.
 *
 * @param options How it is signed and divided, and where it is remembered.
 * @returns The value of the option `protocol`.
 * @throws {TypeError} If an option is invalid.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 *
 * @example A large object
 * ```ts
 * import { upload } from "@network/upload";
 * import { s3 } from "@network/upload/s3";
 * import { assertEquals } from "@std/assert";
 *
 * const requests: string[] = [];
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async (request) => {
 *     const { length } = await request.bytes();
 *     const { searchParams } = new URL(request.url);
 *     const part = searchParams.get("partNumber");
 *     if (part !== null) {
 *       requests.push(`part ${part}: ${length} bytes`);
 *       const headers = { etag: `"${part}"` };
 *       return new Response(null, { headers });
 *     }
 *     return new Response(
 *       searchParams.has("uploads")
 *         ? "<Result><UploadId>1</UploadId></Result>"
 *         : "<CompleteMultipartUploadResult/>",
 *     );
 *   },
 * );
 *
 * const ended = await upload({
 *   url: `http://127.0.0.1:${server.addr.port}/bucket/video.mp4`,
 *   source: new Uint8Array(20_000_000),
 *   protocol: s3({
 *     credentials: {
 *       accessKeyId: "id",
 *       secretAccessKey: "secret",
 *     },
 *   }),
 * });
 *
 * assertEquals(ended.bytesStored, 20_000_000);
 * assertEquals(requests.sort(), [
 *   "part 1: 8388608 bytes",
 *   "part 2: 8388608 bytes",
 *   "part 3: 3222784 bytes",
 * ]);
 * ```
 *
 * @example With presigned URLs of a server
 * ```ts
 * import { upload } from "@network/upload";
 * import { s3 } from "@network/upload/s3";
 * import { assertEquals } from "@std/assert";
 *
 * await using bucket = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async (request) => {
 *     const { length } = await request.bytes();
 *     const headers = { etag: `"${length}"` };
 *     return new Response(null, { headers });
 *   },
 * );
 * const { port } = bucket.addr;
 * const signed = `http://127.0.0.1:${port}/key?X-Amz-Signature=1`;
 *
 * const ended = await upload({
 *   url: "https://bucket.s3.amazonaws.com/key",
 *   source: new Blob(["hello"]),
 *   protocol: s3({
 *     // A page would ask its server for this URL.
 *     sign: ({ method }) => method === "PUT" ? signed : "",
 *   }),
 * });
 *
 * assertEquals(ended.ok, true);
 * assertEquals(ended.responseHeaders.etag, '"5"');
 * ```
 *
 * @category Protocols
 */
export function s3(options: S3Options): Protocol {
  const settings = checkS3Options(options);
  const runs = new WeakMap<OpenSource, S3Run>();
  const protocol: Protocol = (upload, send) => {
    const run = runs.get(upload.source) ?? new S3Run(settings);
    runs.set(upload.source, run);
    return run.attempt(upload, send);
  };
  canDiscard(
    protocol,
    (upload, send) => discardObject(settings, upload, send),
  );
  return protocol;
}
