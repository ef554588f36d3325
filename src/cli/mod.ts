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
 *
 * To run it in other ways:
 *
 * ```sh
 * # without installing
 * deno run -A jsr:@network/upload/cli --help
 * # with Node only
 * npx --yes deno@2.9.6 run -A jsr:@network/upload/cli --help
 * # as one executable, for which Deno downloads denort
 * deno compile -A -o upload jsr:@network/upload/cli
 * ```
 *
 * Instead of `-A`, `--allow-net=HOST` and `--allow-read=FILE` suffice, the latter
 * also for a `FILE` of header lines. `-o FILE` also needs `--allow-write=FILE`,
 * and a variable `--allow-env=VAR`. `--resume` and `--s3` remember unfinished
 * uploads in a directory of the user, so they need `--allow-env`, `--allow-read`
 * and `--allow-write`.
 *
 * | exit code | what happened                                              |
 * | --------- | ---------------------------------------------------------- |
 * | 0         | the server accepted everything                             |
 * | 1         | the server refused an upload; its message is shown         |
 * | 2         | the command line is wrong                                  |
 * | 3         | a file, or another source, cannot be read or written       |
 * | 4         | network, timeout, or a response that breaks the protocol   |
 * | 130       | Ctrl-C; 143 after `SIGTERM`, 141 if the pipe was closed    |
 *
 * Bars need a terminal. Without one, a line is printed every five seconds.
 *
 * @module
 */

import { main } from "./main.ts";

// Exit, because a connection that a server holds would keep the process alive.
if (import.meta.main) Deno.exit(await main(Deno.args));
