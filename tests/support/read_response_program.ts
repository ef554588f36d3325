/**
 * Reads responses of 8 and of 64 MiB from the server at its one argument, for runtimes besides
 * Deno, and prints the least time that each took, in ms, as JSON.
 *
 * @module
 */

import { readResponse } from "../../src/transfer/read_response.ts";

const ROUNDS = 3;

/** The arguments of a program, which Node and Deno keep in the same place. */
declare const process: { readonly argv: readonly string[] };

const url = process.argv[2] ?? "";
const times: number[] = [];
for (const mebibytes of [8, 64]) {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const response = await fetch(`${url}${mebibytes}`);
    const start = performance.now();
    await readResponse(response, Infinity, () => {});
    rounds.push(performance.now() - start);
  }
  times.push(Math.min(...rounds));
}
console.log(JSON.stringify(times));
