/**
 * Runs the suite in every runtime, and prints a matrix of what came of it:
 *
 *     deno task test:runtimes [RUNTIME...]
 *
 * A cell that says neither ✓ nor ✗ is what the user gets where the runtime cannot do it.
 *
 * @module
 */

import { prepareHosts } from "./hosts.ts";
import { toMatrix } from "./matrix.ts";
import { bytesOf, FILE_SIZE, type Result } from "./protocol.ts";
import { ResumableServers } from "./resumable.ts";
import { chooseRuntimes } from "./runtimes.ts";
import { SuiteS3 } from "./s3.ts";
import { serveSuite } from "./server.ts";

const runtimes = chooseRuntimes(Deno.args);
await using hosts = await prepareHosts(runtimes, "tests/runtimes/suite.ts");
await using resumable = await new ResumableServers().listen();
await using s3 = await new SuiteS3().listen();
await using server = serveSuite(resumable, s3);
const file = `${hosts.folder}/file.bin`;
await Deno.writeFile(file, bytesOf(FILE_SIZE));

const results = new Map<string, Result>();
for (const runtime of runtimes) {
  const { name, abilities } = runtime;
  const options = { url: server.url, abilities, file };
  results.set(
    name,
    await hosts.run(runtime, options).then(toOutcomes, toError),
  );
}
const { text, passed, failed } = toMatrix(results);
console.log(`${text}\n${passed} passed, ${failed} failed`);
if (failed > 0) Deno.exitCode = 1;

function toOutcomes(given: unknown): Result {
  return isOutcomes(given) ? given : new Error("the suite gave no outcomes");
}

function isOutcomes(given: unknown): given is Result & unknown[] {
  return Array.isArray(given) && given.length > 0;
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
