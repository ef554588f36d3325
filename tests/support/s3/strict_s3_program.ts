/**
 * A strict S3 server as a program of its own, for Deno or, bundled, for Node. It keeps no bytes,
 * prints its URL first, and responds to `GET /requests` on no other port: it only counts.
 *
 * @module
 */

import { StrictS3Server } from "./strict_s3_server.ts";

const { url } = await new StrictS3Server({ keep: "sizes" }).listen();
console.log(url);
