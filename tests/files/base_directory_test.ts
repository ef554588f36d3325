import * as mod from "@network/upload";
import { assertEquals } from "@std/assert";
import { isBaseDirectory } from "../../src/files/base_directory.ts";

const DIRECTORIES = [
  mod.DocumentsDirectory,
  mod.ResourceDirectory,
  mod.TemporaryDirectory,
  mod.CachesDirectory,
  mod.ApplicationSupportDirectory,
  mod.CurrentDirectory,
];

Deno.test("isBaseDirectory() accepts each constant and file: URLs", () => {
  for (const directory of [...DIRECTORIES, new URL("file:///srv/")]) {
    assertEquals(isBaseDirectory(directory), true, String(directory));
  }
});

Deno.test("isBaseDirectory() accepts nothing else", () => {
  const others = [
    undefined,
    null,
    "",
    "file:///srv/",
    {},
    Symbol("@network/upload DocumentsDirectory"),
    Symbol.for("DocumentsDirectory"),
    new URL("https://example.com/"),
    new URL("data:,a"),
  ];
  for (const other of others) {
    assertEquals(isBaseDirectory(other), false, String(other));
  }
});

Deno.test("the constants differ, and are the same in each copy of the module", () => {
  assertEquals(new Set(DIRECTORIES).size, 6);
  for (const directory of DIRECTORIES) {
    assertEquals(Symbol.for(directory.description ?? ""), directory);
  }
});
