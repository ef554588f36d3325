/**
 * A strict tus server, which keeps uploads in memory:
 *
 *     deno run --allow-net tus_receiver.ts HOSTNAME
 *
 * The first line it prints is its port.
 *
 * @module
 */

import { TusServer } from "../support/tus/tus_server.ts";

const [hostname] = Deno.args;
const server = await new TusServer().listen(hostname);
console.log(new URL(server.url).port);
