/**
 * Runs the suite in every runtime, and prints a matrix of what came of it:
 *
 *     deno task test:runtimes [RUNTIME...]
 *
 * A cell that says neither ✓ nor ✗ is what the user gets where the runtime cannot do it.
 *
 * @module
 */

import { bundle } from "../support/bundle.ts";
import { installFromNpm } from "../support/npm.ts";
import { type Result, toMatrix } from "./matrix.ts";
import { bytesOf, FILE_SIZE, type Outcome } from "./protocol.ts";
import { type Place, type Runtime, RUNTIMES } from "./runtimes.ts";
import { serveSuite } from "./server.ts";

const HOSTS = ["process.mjs", "workerd.mjs", "chromium.mjs"];
const PAGE = "<!doctype html><title>suite</title>";

const runtimes = choose(Deno.args);
const folder = await Deno.makeTempDir({ prefix: "upload_runtimes_" });
try {
  const suite = `${folder}/suite.js`;
  await bundle("tests/runtimes/suite.ts", suite);
  await installFromNpm(folder, runtimes.flatMap(({ packages }) => packages));
  for (const host of HOSTS) {
    await Deno.copyFile(
      new URL(`hosts/${host}`, import.meta.url),
      `${folder}/${host}`,
    );
  }
  await Deno.writeFile(`${folder}/file.bin`, bytesOf(FILE_SIZE));

  const suiteText = await Deno.readTextFile(suite);
  await using server = serveSuite(
    new Map([
      ["/", { type: "text/html", text: PAGE }],
      ["/suite.js", { type: "text/javascript", text: suiteText }],
    ]),
  );
  const results = new Map<string, Result>();
  for (const runtime of runtimes) {
    const place = { folder, suite, url: server.url };
    const result = await runIn(runtime, place).catch(toError);
    results.set(runtime.name, result);
  }
  const { text, passed, failed } = toMatrix(results);
  console.log(`${text}\n${passed} passed, ${failed} failed`);
  if (failed > 0) Deno.exitCode = 1;
} finally {
  await Deno.remove(folder, { recursive: true });
}

/** The runtimes of these names, or all that are there; in CI none may be missing. */
function choose(names: readonly string[]): readonly Runtime[] {
  const unknown = names.find((name) =>
    !RUNTIMES.some((runtime) => runtime.name === name)
  );
  if (unknown !== undefined) {
    const known = RUNTIMES.map(({ name }) => name).join(", ");
    throw new TypeError(
      `no runtime is called ${unknown}: choose from ${known}`,
    );
  }
  return RUNTIMES.filter(({ name, program }) => {
    if (names.length > 0 && !names.includes(name)) return false;
    if (Deno.env.has("CI") || program === undefined || exists(program)) {
      return true;
    }
    console.error(`${name} is skipped: ${program} is not installed`);
    return false;
  });
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

async function runIn(
  { abilities, command }: Runtime,
  place: Place,
): Promise<readonly Outcome[]> {
  const file = `${place.folder}/file.bin`;
  const options = JSON.stringify({ url: place.url, abilities, file });
  const [program = "", ...args] = command(place);
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [...args, options],
  }).output();
  const decoder = new TextDecoder();
  const last = decoder.decode(stdout).trim().split("\n").at(-1) ?? "";
  if (success) return JSON.parse(last);
  throw new Error(decoder.decode(stderr).trim());
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
