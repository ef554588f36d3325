import {
  type BaseDirectory,
  upload,
  type UploadEndedEvent,
} from "@network/upload";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { pathToFileURL } from "node:url";
import { outcomeOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { withPosixFiles } from "../support/platform.ts";
import { serveAnswers } from "../support/raw_request.ts";
import { headerOf } from "../support/raw_server.ts";

/** Uploads a file, and returns what a server got, if anything. */
async function send(
  source: string | URL,
  baseDirectory?: BaseDirectory,
  followLinks?: boolean,
): Promise<{ ended: UploadEndedEvent; text?: string; type?: string }> {
  await using server = serveAnswers();
  const ended = await upload({
    url: server.url,
    source,
    baseDirectory,
    followLinks,
  }).ended;
  const [request] = server.requests;
  if (request === undefined) return { ended };
  return {
    ended,
    text: new TextDecoder().decode(request.body),
    type: headerOf(request.head, "content-type") ?? "",
  };
}

Deno.test("upload() sends the file of a string that is a file: URL", async () => {
  using folder = new TempFolder();
  folder.write("a b.json", "hello");
  const { text, type } = await send(`${folder.url}a%20b.json`);

  assertEquals([text, type], ["hello", "application/json"]);
});

Deno.test("upload() keeps a string that is a file: URL in its base directory", async () => {
  using folder = new TempFolder();
  folder.write("a.txt", "hello");
  const inside = await send(`${folder.url}a.txt`, folder.url);
  const outside = await send("file:///etc/hosts.txt", folder.url);

  assertEquals(inside.text, "hello");
  assertEquals(outcomeOf(outside.ended), "outside-directory");
});

Deno.test("upload() refuses a file: URL of a server", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.txt", "hello");
  for (const source of [`file://host${path}`, new URL(`file://host${path}`)]) {
    const { ended } = await send(source);

    assertEquals(outcomeOf(ended), "not-found");
    assertStringIncludes(String(ended.response), `pass "file://${path}"`);
  }
  assertEquals((await send(`file://localhost${path}`)).text, "hello");
});

Deno.test("upload() finds the file of a URL whose percent signs are not escapes, and none that is not UTF-8", async () => {
  using folder = new TempFolder();
  folder.write("100%.txt", "hello");
  folder.write("50%25.txt", "hello");
  const { ended } = await send(`${folder.url}%E4.txt`);

  assertEquals((await send(`${folder.url}100%.txt`)).text, "hello");
  assertEquals((await send(`${folder.url}50%2525.txt`)).text, "hello");
  assertEquals(outcomeOf(ended), "not-found");
  assertStringIncludes(String(ended.response), "is not percent-encoded UTF-8");
});

withPosixFiles.test("upload() opens exactly the path that it has checked", async () => {
  using folder = new TempFolder();
  for (const path of ["base/a/b", "other/deep"]) {
    Deno.mkdirSync(`${folder.path}/${path}`, { recursive: true });
  }
  Deno.symlinkSync(
    `${folder.path}/other/deep/er`,
    `${folder.path}/base/a/b/current`,
  );
  Deno.mkdirSync(`${folder.path}/other/deep/er`);
  folder.write("base/a/x.txt", "the one that was checked");
  folder.write("other/x.txt", "the one that the system takes");
  const base = new URL("base/", folder.url);

  for (const name of [`${folder.path}/base/a/b`, "a/b"]) {
    const { text } = await send(`${name}/current/../../x.txt`, base);
    assertEquals(text, "the one that was checked");
  }
});

/** A base directory with links, some of which lead out of it. */
function makeLinks(folder: TempFolder): URL {
  Deno.mkdirSync(`${folder.path}/real/b`, { recursive: true });
  folder.write("real/b/a.txt", "inside");
  folder.write("secret.txt", "outside");
  Deno.symlinkSync("b/a.txt", `${folder.path}/real/inside.txt`);
  Deno.symlinkSync("../secret.txt", `${folder.path}/real/outside.txt`);
  Deno.symlinkSync("..", `${folder.path}/real/up`);
  Deno.symlinkSync("/", `${folder.path}/real/root`);
  Deno.symlinkSync("real", `${folder.path}/base`);
  return new URL("base/", folder.url);
}

withPosixFiles.test("upload() follows links that lead out of the base directory by default", async () => {
  using folder = new TempFolder();
  const base = makeLinks(folder);
  const secret = `root${folder.path}/secret.txt`;
  for (const name of ["outside.txt", "up/secret.txt", secret]) {
    const followed = await send(name, base);
    const refused = await send(name, base, false);

    assertEquals(followed.text, "outside");
    assertEquals(outcomeOf(refused.ended), "outside-directory");
    assertEquals(refused.text, undefined);
  }
});

withPosixFiles.test("upload() accepts links that stay inside, and a base directory that is a link, with followLinks: false", async () => {
  using folder = new TempFolder();
  const base = makeLinks(folder);
  const absolute = `${folder.path}/base/b/a.txt`;
  for (
    const name of ["inside.txt", "b/a.txt", "up/real/inside.txt", absolute]
  ) {
    assertEquals((await send(name, base, false)).text, "inside");
  }
  const missing = await send("missing.txt", base, false);
  assertEquals(outcomeOf(missing.ended), "not-found");
});

Deno.test("upload() needs a base directory with followLinks: false", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.txt", "hello");
  const url = pathToFileURL(path);
  for (const source of [path, url.href, url]) {
    const { ended } = await send(source, undefined, false);

    assertEquals(outcomeOf(ended), "outside-directory");
    assertStringIncludes(String(ended.response), "'baseDirectory'");
  }
});
