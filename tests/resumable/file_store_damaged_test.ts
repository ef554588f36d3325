import { FileStore } from "@network/upload/resumable";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { filesIn, TempFolder } from "../support/files.ts";
import { withPosixFiles } from "../support/platform.ts";
import fs from "node:fs/promises";
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
  return filesIn(folder.path);
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

withPosixFiles.test("FileStore removes what was left behind, though some of it cannot be removed", async () => {
  using folder = new TempFolder();
  const path = await pathOfA(folder);
  const lock = await new FileStore(folder.path).lock("a");
  const [claim = ""] = filesIn(`${folder.path}/locks`);
  await lock?.[Symbol.asyncDispose]();
  const directories = [];
  for (let at = 0; at < 20; at++) {
    const file = at % 2 === 0;
    for (
      const name of [
        `${path}.${at}.tmp`,
        `${folder.path}/locks/${claim}${at}.lock.tmp`,
        `${folder.path}/locks/${
          claim.replace(/\d{20}/, `${at}`.padStart(20, "0"))
        }`,
      ]
    ) {
      if (file) Deno.writeTextFileSync(name, "");
      // Deno unlinks an empty directory too.
      else Deno.mkdirSync(`${name}/a`, { recursive: true });
      Deno.utimeSync(name, 0, 0);
      if (!file) directories.push(name);
    }
  }
  await new FileStore(folder.path).set("b", 3);

  assertEquals(filesIn(folder.path).length, 2);
  assertEquals(filesIn(`${folder.path}/locks`), []);
  for (const name of directories) assert(Deno.statSync(name).isDirectory);
});

Deno.test("FileStore reads no directory of entries to lock one of them", async () => {
  using folder = new TempFolder();
  const store = new FileStore(folder.path);
  await store.set("a", 1);
  const { readdir } = fs;
  const read: unknown[] = [];
  Object.assign(fs, {
    readdir: (path: string) => (read.push(path), readdir(path)),
  });
  try {
    const lock = await store.lock("a");
    await lock?.[Symbol.asyncDispose]();
  } finally {
    Object.assign(fs, { readdir });
  }

  assertEquals(read, [`${folder.path}/locks`]);
});
