import { CurrentDirectory, upload } from "@network/upload";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { pathToFileURL } from "node:url";
import { outcomeOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { isOpen } from "../support/open_files.ts";
import { withPosixFiles } from "../support/platform.ts";
import { serveAnswers } from "../support/raw_request.ts";

const TYPE = "application/octet-stream";

/** What an upload fails with, which must not get as far as a request. */
async function failureOf(source: string | URL): Promise<[string, string]> {
  await using server = serveAnswers();
  const ended = await upload({
    url: server.url,
    source,
    contentType: TYPE,
  }).ended;
  assertEquals(server.requests, []);
  assertEquals(ended.status, -1);
  assertEquals(ended.bytesTransferred, 0);
  return [outcomeOf(ended), String(ended.response)];
}

/** A file system's odd entries, and what becomes of an upload of each. */
const ODD: readonly (readonly [
  name: string,
  make: (folder: TempFolder) => string | Promise<string>,
  code: string,
  advice: string,
])[] = [
  [
    "a missing file",
    ({ path }) => `${path}/missing.bin`,
    "not-found",
    "check its name",
  ],
  [
    "a file in a missing directory",
    ({ path }) => `${path}/no/data.bin`,
    "not-found",
    "check its name",
  ],
  [
    "a file below a file",
    (folder) => `${folder.write("a", 1)}/b`,
    "not-found",
    "check its name",
  ],
  [
    "a link that leads nowhere",
    async ({ path }) => {
      await Deno.symlink(`${path}/missing`, `${path}/link`);
      return `${path}/link`;
    },
    "not-found",
    "check its name",
  ],
  [
    "a link that leads to itself",
    async ({ path }) => {
      await Deno.symlink(`${path}/link`, `${path}/link`);
      return `${path}/link`;
    },
    "source",
    "Cannot read file",
  ],
  ["a directory", ({ path }) => path, "not-a-file", "is a directory"],
  [
    "a pipe",
    async ({ path }) => {
      await new Deno.Command("mkfifo", { args: [`${path}/pipe`] }).output();
      return `${path}/pipe`;
    },
    "not-a-file",
    "open it and pass the stream",
  ],
  ["a device", () => "/dev/zero", "not-a-file", "open it and pass the stream"],
  [
    "a name that is too long",
    ({ path }) => `${path}/${"x".repeat(300)}`,
    "source",
    "Cannot read file",
  ],
];

for (const [name, make, code, advice] of ODD) {
  withPosixFiles.test(`upload() ends with code "${code}" when it is given ${name}`, async () => {
    using folder = new TempFolder();
    const path = await make(folder);

    for (const source of [path, pathToFileURL(path)]) {
      const [outcome, response] = await failureOf(source);

      assertEquals(outcome, code);
      assertStringIncludes(response, path.slice(0, 199));
      assert(response.length < 600, "a long name is shown in full");
      assertStringIncludes(response, advice);
    }
  });
}

Deno.test('upload() ends with code "outside-directory" when the name leads out', async () => {
  using folder = new TempFolder();
  for (const name of ["../x.txt", "a/../../x.txt", "/etc/passwd"]) {
    const ended = await upload(
      "http://127.0.0.1/",
      "PUT",
      name,
      folder.url,
      TYPE,
    )
      .ended;

    assertEquals(outcomeOf(ended), "outside-directory");
    assertStringIncludes(
      String(ended.response),
      "or another base directory",
    );
  }
});

Deno.test("upload() resolves a relative name against the working directory if asked to", async () => {
  await using server = serveAnswers();
  const size = (await Deno.stat("deno.json")).size;

  await upload(server.url, "PUT", "deno.json", CurrentDirectory).ended;

  assertEquals(server.requests[0]?.body.byteLength, size);
});

Deno.test("upload() refuses a file that is smaller than the stated size", async () => {
  using folder = new TempFolder();
  const path = folder.write("data.bin", 100);
  await using server = serveAnswers();

  const { response, error } = await upload(
    server.url,
    "PUT",
    { size: 101 },
    path,
  ).ended;

  assertEquals(error?.code, "source");
  assertStringIncludes(
    String(response),
    "it has 100 bytes, fewer than the 101 of 'size'; correct 'size'",
  );
  assertEquals(server.requests, []);
  assertEquals(await isOpen(path), false);
});
