/**
 * Uploads of large objects to S3, R2 and servers with the same API, in parallel
 * parts.
 *
 * Pass {@linkcode s3} as the `protocol` of an upload. The URL is that of the
 * object. A source of up to `partSize`, 8 MiB by default, is sent in one
 * request. A larger one is sent in parts, 4 at a time. A part that fails is
 * sent again alone, and the object appears only once it is complete:
 *
 * ```ts
 * import { upload } from "@network/upload";
 * import { s3 } from "@network/upload/s3";
 * import { assertEquals } from "@std/assert";
 *
 * const requests: string[] = [];
 * await using bucket = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async (request) => {
 *     const { length } = await request.bytes();
 *     const { searchParams } = new URL(request.url);
 *     const part = searchParams.get("partNumber");
 *     if (part === null) {
 *       const name = searchParams.has("uploads")
 *         ? "UploadResult"
 *         : "CompleteMultipartUploadResult";
 *       const id = "<UploadId>1</UploadId>";
 *       return new Response(`<${name}>${id}</${name}>`);
 *     }
 *     const seen = `part ${part}: ${length}`;
 *     // The first attempt of part 2 fails.
 *     const fails = part === "2" && !requests.includes(seen);
 *     requests.push(seen);
 *     return new Response(null, {
 *       status: fails ? 503 : 200,
 *       headers: { etag: `"${part}"` },
 *     });
 *   },
 * );
 *
 * const { ok, bytesStored } = await upload({
 *   url: `http://127.0.0.1:${bucket.addr.port}/bucket/film.mp4`,
 *   source: new Uint8Array(20_000_000),
 *   protocol: s3({
 *     credentials: {
 *       accessKeyId: "id",
 *       secretAccessKey: "secret",
 *     },
 *   }),
 *   retry: { baseDelay: 0 },
 * });
 *
 * assertEquals([ok, bytesStored], [true, 20_000_000]);
 * assertEquals(requests.sort(), [
 *   "part 1: 8388608",
 *   "part 2: 8388608",
 *   "part 2: 8388608",
 *   "part 3: 3222784",
 * ]);
 * ```
 *
 * | service         | URL of an object                                      |
 * | --------------- | ----------------------------------------------------- |
 * | S3              | `https://BUCKET.s3.REGION.amazonaws.com/KEY`          |
 * | R2              | `https://ACCOUNT.r2.cloudflarestorage.com/BUCKET/KEY` |
 * | others, by path | `https://HOST/BUCKET/KEY`                             |
 *
 * A `store` of `@network/upload/resumable` lets the same call resume an upload
 * after a crash: the server lists the parts that it has, and the rest is sent.
 * Without a store, a failed or cancelled upload removes its parts. A process
 * that is killed cannot, and parts cost money, so give the bucket a lifecycle
 * rule with `AbortIncompleteMultipartUpload`.
 *
 * An upload needs the permissions `s3:PutObject` and `s3:AbortMultipartUpload`,
 * and `s3:ListMultipartUploadParts` to resume. With `s3:GetObject`, it finds
 * out whether its object is stored if the last response was lost.
 *
 * A page has no key. It passes `sign`, which asks a server for a presigned URL
 * of each request. The CORS rules of the bucket have to allow its origin, the
 * methods `PUT`, `POST`, `GET`, `HEAD` and `DELETE`, and the headers of the
 * requests. Browsers hide the `ETag` of a part unless these rules expose it:
 * the parts are then listed before the object is completed.
 *
 * Errors show the code and the message of S3, but no signature, key or token.
 *
 * @module
 */

export { s3 } from "./s3.ts";
export type { S3Options } from "./s3_options.ts";
export type {
  S3Credentials,
  S3Sign,
  S3SignedRequest,
  S3SigningRequest,
} from "./s3_signing.ts";
export type { StoredValue, UploadStore } from "../resumable/store.ts";
