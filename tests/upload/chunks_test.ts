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
/** What a program says of an upload of a file that does not exist. */
const UPLOAD = `
  const { upload } = await import("./mod.js");
  const { response } = await upload({
    url: "http://127.0.0.1/",
    source: "/srv/missing.json",
  });
  console.log(response);
`;
/** What a program says of an upload that fails, in a runtime without files. */
function failedUpload(fetch: string): string {
  return `${WITHOUT_FILES}
    const { upload } = await import("./mod.js");
    const { error } = await upload({
      url: "http://127.0.0.1:9/",
      source: new Blob(),
      fetch: () => Promise.reject(${fetch}),
    });
    console.log(error.message, error.isTransient);
  `;
}
/** Takes the files from the runtime, as in a browser. */
const WITHOUT_FILES = "globalThis.process = undefined; delete globalThis.Deno;";

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

  /** Replaces the code of what is imported later. */
  async replaceLater(code: string): Promise<void> {
    const { later } = await this.chunks;
    for (const name of later) this.#folder.write(name, code);
  }

  /** What a program beside the bundle prints. */
  async run(program: string): Promise<string> {
    const path = this.#folder.write("program.mjs", program);
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-config", "--no-prompt", path],
    }).output();
    const decoder = new TextDecoder();
    assertEquals(decoder.decode(stderr), "");
    return decoder.decode(stdout);
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

Deno.test("a bundle in chunks loads only what browsers need at first, and stays small", async () => {
  using bundled = new Bundled();
  const { initial, later } = await bundled.chunks;
  const paths = initial.map((name) => `${bundled.path}/${name}`);
  const sizes = await Promise.all(paths.map(gzippedSize));
  const code = paths.map((path) => Deno.readTextFileSync(path)).join("");

  assertEquals(later.map((name) => name.replace(/-.*/, "")).sort(), [
    "file_source",
    "reported_failure",
    "type_of_name",
  ]);
  assert(!/O_NONBLOCK|XDG_|application\/zip|ECONNRESET/.test(code));
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

for (
  const [where, start, loaded] of [
    ["at the start if the runtime has files", "", "loaded\nloaded\nloaded\n"],
    ["never if it has none", WITHOUT_FILES, ""],
  ]
) {
  Deno.test(`a bundle in chunks loads the other code ${where}`, async () => {
    using bundled = new Bundled();
    await bundled.replaceLater("console.log('loaded')");

    assertEquals(
      await bundled.run(`${start} await import("./mod.js")`),
      loaded,
    );
  });
}

Deno.test("a bundle in chunks says that the runtime has no files, whether or not it can load code", async () => {
  using bundled = new Bundled();
  await bundled.removeLater();

  assertStringIncludes(
    await bundled.run(WITHOUT_FILES + UPLOAD),
    "Cannot open files: this runtime has no file system",
  );
});

const REFUSED = 'Object.assign(new Error("no"), { code: "ECONNREFUSED" })';

for (
  const [what, thrown, prepare, message] of [
    [
      "explains a failure that the runtime reports",
      REFUSED,
      () => {},
      "Connection refused (no)",
    ],
    [
      "shows such a failure as it is, and as transient, if code is missing",
      REFUSED,
      (bundled: Bundled) => bundled.removeLater(),
      "no",
    ],
    [
      "loads no code for a failure in a browser",
      'new TypeError("Failed to fetch")',
      (bundled: Bundled) => bundled.replaceLater("console.log('loaded')"),
      "the request failed (Failed to fetch)",
    ],
    [
      "loads no code for a response that is cut off in a browser",
      'new TypeError("network error")',
      (bundled: Bundled) => bundled.replaceLater("console.log('loaded')"),
      "the server closed the connection before its response was complete (network error)",
    ],
  ] as const
) {
  Deno.test(`a bundle in chunks ${what}`, async () => {
    using bundled = new Bundled();
    await bundled.chunks;
    await prepare(bundled);

    assertEquals(
      await bundled.run(failedUpload(thrown)),
      `Cannot upload to "127.0.0.1:9": ${message} true\n`,
    );
  });
}

Deno.test("a bundle in chunks ends a cancelled upload although code does not load", async () => {
  using bundled = new Bundled();
  await bundled.replaceLater(
    "await new Promise(() => setInterval(() => {}, 60_000))",
  );

  const printed = await bundled.run(`const { exit } = Deno; ${WITHOUT_FILES}
    const { upload } = await import("./mod.js");
    const running = upload({
      url: "http://127.0.0.1:9/",
      source: new Blob(),
      fetch: () => {
        setTimeout(() => running.cancel());
        return Promise.reject(${REFUSED});
      },
    });
    const { error } = await running;
    console.log(error.code);
    exit();
  `);

  assertEquals(printed, "cancelled\n");
});
