/**
 * The command line: uploads files over HTTP, with progress, retry and
 * resumption.
 *
 * ```sh
 * deno install -g -A -n upload jsr:@network/upload/cli
 * upload film.mp4 https://example.com/films/1.mp4
 * ```
 *
 * `upload --help` is its reference. It is a program of Deno, and exports nothing.
 * It needs `--allow-net=HOST` and `--allow-read=FILE`; variables and `--resume`
 * also need `--allow-env`, and `--resume` and `-o` need `--allow-write`.
 *
 * @module
 */

import { main } from "./main.ts";

// Exit, because a connection that a server holds would keep the process alive.
if (import.meta.main) Deno.exit(await main(Deno.args));
