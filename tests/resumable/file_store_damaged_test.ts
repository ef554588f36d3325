import { FileStore } from "@network/upload/resumable";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { withPosixFiles } from "../support/platform.ts";
import { entriesOf } from "./store_conformance.ts";
import { warningsOf } from "./warnings.ts";

/** Saves `a` and `b`, and returns the path of the file of `a`. */
async function pathOfA(folder: TempFolder): Promise<string> {
  const store = new FileStore(folder.path);
  await store.set("a", 1);
  const [name = ""] = namesIn(folder);
  await store.set("b", 2);
  return `${folder.path}/${name}`;
}

function namesIn(folder: TempFolder): string[] {
  return Array.from(Deno.readDirSync(folder.path), ({ name }) => name);
}

const DAMAGED = {
  "an empty file": "",
  "half of a file": '{"key":"a","savedAt":1764115200000,"val',
  "another file": "<html></html>",
  "JSON of something else": '["a"]',
  "an entry without a value": '{"key":"a","savedAt":1764115200000}',
  "an entry of another key": '{"key":"c","savedAt":1764115200000,"value":3}',
  "binary data": "\0\u0001\ufffd",
};

for (const [what, text] of Object.entries(DAMAGED)) {
  Deno.test(`FileStore reports ${what} once, and skips it`, async () => {
    using folder = new TempFolder();
    const path = await pathOfA(folder);
    await Deno.writeTextFile(path, text);

    const store = new FileStore(folder.path);
    const warnings = await warningsOf(async () => {
      assertEquals(await store.get("a"), undefined);
      assertEquals(await entriesOf(store), [["b", 2]]);
      assertEquals(await entriesOf(new FileStore(folder.path)), [["b", 2]]);
    });

    const name = path.slice(path.lastIndexOf("/") + 1);
    assertEquals(warnings, [
      `Cannot read "${name}" in "${folder.path}": it is damaged or no stored upload; skipped`,
    ]);
    assertEquals(await Deno.readTextFile(path), text);
    await store.set("a", 3);
    assertEquals((await entriesOf(store)).length, 2);
  });
}

withPosixFiles.test("FileStore reports a directory in the place of a file, and skips it", async () => {
  using folder = new TempFolder();
  const path = await pathOfA(folder);
  await Deno.remove(path);
  await Deno.mkdir(path);

  const store = new FileStore(folder.path);
  const warnings = await warningsOf(async () => {
    assertEquals(await store.get("a"), undefined);
    assertEquals(await entriesOf(store), [["b", 2]]);
  });
  assertEquals(warnings.length, 1);
});

withPosixFiles.test("FileStore lists the others if one file cannot be read", async () => {
  using folder = new TempFolder();
  const path = await pathOfA(folder);
  await Deno.remove(path);
  await Deno.symlink(path, path);

  const warnings = await warningsOf(async () => {
    assertEquals(await entriesOf(new FileStore(folder.path)), [["b", 2]]);
  });
  assertEquals(warnings.length, 1);
  assertStringIncludes(String(warnings[0]), "; skipped");
});

Deno.test("FileStore leaves files alone that are not its own", async () => {
  using folder = new TempFolder();
  const names = ["README.md", "a.json", "a.tmp", "a.lock", ".DS_Store"];
  const then = new Date(0);
  for (const name of names) {
    Deno.utimeSync(folder.write(name, "text"), then, then);
  }
  const store = new FileStore(folder.path);
  const warnings = await warningsOf(async () => {
    await store.set("a", 1);
    assertEquals(await entriesOf(store), [["a", 1]]);
    await store.delete("a");
  });

  assertEquals(warnings, []);
  assertEquals(namesIn(folder).sort(), names.sort());
});

Deno.test("FileStore removes what a killed write has left behind, but not what is being written", async () => {
  using folder = new TempFolder();
  const path = await pathOfA(folder);
  const [old, fresh] = [`${path}.old.tmp`, `${path}.fresh.tmp`];
  for (const name of [old, fresh]) await Deno.writeTextFile(name, '{"ke');
  const then = new Date(Date.now() - 11 * 60 * 1000);
  await Deno.utime(old, then, then);
  await new FileStore(folder.path).set("b", 3);

  const names = namesIn(folder).map((name) => `${folder.path}/${name}`);
  assert(!names.includes(old));
  assert(names.includes(fresh));
});
