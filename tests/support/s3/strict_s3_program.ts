/**
 * A strict S3 server as a program of its own, for measurements: it has one bucket, `uploads`, and
 * prints its URL first.
 *
 *     deno run --allow-net=127.0.0.1 tests/support/s3/strict_s3_program.ts [bytes | digests | sizes]
 *
 * With `sizes`, the default, it keeps no bytes and computes no hash that nothing asks for.
 *
 * @module
 */

import { StrictS3Server } from "./strict_s3_server.ts";

const [keep = "sizes"] = Deno.args;
if (keep !== "bytes" && keep !== "digests" && keep !== "sizes") {
  throw new Error(`Cannot keep "${keep}"`);
}
const { url } = await new StrictS3Server({ keep }).listen();
console.log(url);
