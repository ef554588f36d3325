import {
  assert,
  assertEquals,
  assertLessOrEqual,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { pathToFileURL } from "node:url";
import { bundleInChunks, gzippedSize } from "../support/chunks.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";

/** The most that a browser loads, in gzipped bytes. It grows only on purpose. */
const MAX_INITIAL = 35_000;
/** Runs in a runtime without files, and prints the outcome of an upload. */
const WITHOUT_FILES = `
  globalThis.process = undefined;
  const { upload } = await import("./mod.js");
  const { response } = await upload({
    url: "http://127.0.0.1/",
    source: "/srv/a.json",
    contentType: "text/x",
  });
  console.log(response);
`;

/** A module that was bundled in chunks. */
class Bundled implements Disposable {
  readonly #folder = new TempFolder();
  readonly path = this.#folder.path;
  readonly chunks = bundleInChunks("mod.ts", this.path);

  async load(): Promise<typeof import("@network/upload")> {
    const { entry } = await this.chunks;
    return await import(pathToFileURL(entry).href);
  }

  /** Removes what is imported later, as an incomplete deployment does. */
  async removeLater(): Promise<void> {
    const { later } = await this.chunks;
    for (const name of later) Deno.removeSync(`${this.path}/${name}`);
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

Deno.test("a bundle in chunks loads no code for files at first, and stays small", async () => {
  using bundled = new Bundled();
  const { initial, later } = await bundled.chunks;
  const paths = initial.map((name) => `${bundled.path}/${name}`);
  const sizes = await Promise.all(paths.map(gzippedSize));
  const code = paths.map((path) => Deno.readTextFileSync(path)).join("");

  assertEquals(later.map((name) => name.replace(/-.*/, "")).sort(), [
    "file_source",
    "type_of_name",
  ]);
  assert(!/O_NONBLOCK|XDG_|application\/zip/.test(code));
  assertLessOrEqual(sizes.reduce((sum, size) => sum + size), MAX_INITIAL);
});

Deno.test("a bundle in chunks uploads a file by its name", async () => {
  using bundled = new Bundled();
  using folder = new TempFolder();
  await using server = serve();
  const { upload } = await bundled.load();

  const { status } = await upload({
    url: server.url,
    source: folder.write("a.json", "{}"),
  });

  assertEquals(status, 200);
  assertEquals(
    server.received[0]?.headers.get("content-type"),
    "application/json",
  );
});

Deno.test("a bundle whose chunks are missing fails for a file, and sends a File with the unknown type", async () => {
  using bundled = new Bundled();
  await using server = serve();
  await bundled.removeLater();
  const { upload } = await bundled.load();

  const { error } = await upload({ url: server.url, source: "/srv/a.json" });
  await upload({ url: server.url, source: new File(["{}"], "a.json") });

  assertEquals(error?.code, "source");
  assertMatch(
    error?.message ?? "",
    /^Cannot load the code that opens files: \S/,
  );
  assertEquals(error?.hint, "deploy all files of the bundle");
  assertEquals(
    server.received.map(({ headers }) => headers.get("content-type")),
    ["application/octet-stream"],
  );
});

Deno.test("a bundle in chunks loads nothing for a filename if the runtime has no files", async () => {
  using bundled = new Bundled();
  await bundled.removeLater();
  const program = `${bundled.path}/program.mjs`;
  Deno.writeTextFileSync(program, WITHOUT_FILES);

  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", "--no-prompt", program],
  }).output();

  assertStringIncludes(
    new TextDecoder().decode(stdout),
    "Cannot open files: this runtime has no file system",
    new TextDecoder().decode(stderr),
  );
});
