import { assert, assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { randomBytes, TempFolder } from "../support/files.ts";
import { NODE_LIKE, removeBundles, runIn } from "../support/node_program.ts";
import { testWith } from "../support/server_program.ts";

const PROGRAM = "tests/support/repeating_fetch_program.ts";
const SIZE = 3_000_000;
const BYTES = randomBytes(SIZE);

const sha256Of = (bytes: Uint8Array) =>
  createHash("sha256").update(bytes).digest("hex");

const WHOLE = sha256Of(BYTES);
const SMALL = sha256Of(BYTES.subarray(0, 5));

for (const runtime of NODE_LIKE.filter(({ name }) => name !== "Bun")) {
  testWith(
    runtime.needs,
    `upload() lets a params.fetch send a request again, or read a copy of it, in ${runtime.name}`,
    async () => {
      using folder = new TempFolder();
      const file = folder.write("data.bin", BYTES);

      const outcomes = await runIn(runtime, PROGRAM, file);

      assert(Array.isArray(outcomes));
      assertEquals(outcomes.length, 48);
      for (const outcome of outcomes) check(outcome);
    },
  );
}

interface Outcome {
  readonly wrapper: string;
  readonly name: string;
  readonly method: string;
  readonly status: number;
  readonly code?: string;
  readonly counts: readonly [transferred: number, estimated: number];
  readonly copied?: number;
  readonly seen: readonly {
    readonly length?: string;
    readonly type: string;
    readonly sha256: string;
  }[];
}

function check(
  { wrapper, name, method, status, code, counts, copied, seen }: Outcome,
): void {
  const what = `${name} by ${wrapper} (${method})`;
  const hashes = seen.map(({ sha256 }) => sha256);
  if (name === "a stream") {
    // Its bytes are gone, and the rest never counts as all of them.
    assertEquals([status, hashes], [-1, [WHOLE]], what);
    assertEquals(copied, wrapper.includes("log") ? SIZE : undefined, what);
    assert(code === "source" || code === "network", `${what}: ${code}`);
    return;
  }
  assertEquals([status, code], [200, undefined], what);
  const [transferred, estimated] = counts;
  assertEquals(transferred, estimated, what);
  const lengths = seen.map(({ length }) => length);
  assertEquals(lengths, Array(2).fill(String(estimated)), what);
  const isCopied = wrapper.includes("log");
  assertEquals(copied, isCopied ? estimated : undefined, what);
  if (name === "a form") {
    assertEquals(hashes[0], hashes[1], what);
    assertEquals(seen[0]?.type, "multipart/form-data", what);
    return;
  }
  assertEquals(hashes, Array(2).fill(name === "a few bytes" ? SMALL : WHOLE));
}

Deno.test.afterAll(removeBundles);
