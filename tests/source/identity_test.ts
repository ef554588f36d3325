import { assert, assertEquals } from "@std/assert";
import { openSource } from "../../src/source/open_source.ts";
import type { SingleSource, SourceIdentity } from "../../src/source/source.ts";
import { TempFolder } from "../support/files.ts";

const { signal } = new AbortController();

/** What a source is recognized by. */
async function identify(
  source: SingleSource,
  size?: number,
): Promise<SourceIdentity | undefined> {
  const open = await openSource(
    { source, size, baseDirectory: undefined },
    signal,
  );
  try {
    return await open.identify?.();
  } finally {
    await open.close(undefined);
  }
}

Deno.test("a file is recognized by its path, and a change of it by size, time or number", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.bin", "hello");
  Deno.utimeSync(path, 1000, 1000);
  const before = await identify(path);
  assertEquals(await identify(path), before);

  Deno.writeTextFileSync(path, "HELLO");
  Deno.utimeSync(path, 1000, 1001);
  const later = await identify(path);
  Deno.writeTextFileSync(path, "longer");
  Deno.utimeSync(path, 1000, 1000);
  const longer = await identify(path);
  Deno.renameSync(folder.write("b.bin", "hello"), path);
  Deno.utimeSync(path, 1000, 1000);
  const other = await identify(path);

  const all = [before, later, longer, other];
  assertEquals(new Set(all.map((one) => one?.place)).size, 1);
  assertEquals(new Set(all.map((one) => one?.version)).size, 4);
});

Deno.test("bytes and Blobs are recognized by their content", async () => {
  const hello = new TextEncoder().encode("hello");
  const bytes = await identify(hello);

  assertEquals(bytes, await identify(new Blob(["hel", "lo"])));
  assertEquals(
    bytes?.version,
    "sha-256 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
  );
  const other = await identify(new Blob(["hello!"]));
  assert(other !== undefined && other.place !== bytes?.place);
});

Deno.test("a File is recognized by name, size and time, not by its content", async () => {
  const file = (text: string, lastModified: number, name = "a.txt") =>
    identify(new File([text], name, { lastModified }));

  assertEquals(await file("hello", 1), await file("HELLO", 1));
  const others = [
    await file("hello", 1),
    await file("hello", 2),
    await file("longer", 1),
    await file("hello", 1, "b.txt"),
  ];
  assertEquals(new Set(others.map((one) => one?.place)).size, 4);
});

Deno.test("a stream, a function and too many bytes are not recognized", async () => {
  const large = new Uint8Array(64 * 1024 * 1024 + 1);

  assertEquals(await identify(new Blob(["a"]).stream()), undefined);
  assertEquals(
    await identify(() => Promise.resolve({ source: "a", size: 1 }), 1),
    undefined,
  );
  assertEquals(await identify(large), undefined);
  assertEquals(await identify(new Blob([large])), undefined);
});

Deno.test("an open source has the name of its file", async () => {
  using folder = new TempFolder();
  const names = await Promise.all(
    [folder.write("ü.bin", "1"), new File(["1"], "b.txt"), new Blob(["1"])]
      .map(async (source) => {
        const open = await openSource(
          { source, size: undefined, baseDirectory: undefined },
          signal,
        );
        await open.close(undefined);
        return open.name;
      }),
  );
  assertEquals(names, ["ü.bin", "b.txt", undefined]);
});
