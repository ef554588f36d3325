import { assertEquals, assertMatch } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { sha256Of } from "../support/hash.ts";
import { serve, type TestServer } from "../support/http_server.ts";
import { NO_POSIX_FILES, withPosixFiles } from "../support/platform.ts";
import { type ProgramOutput, runProgram } from "../support/program.ts";

/** Names that mean something else in a URL, or nothing in Windows. */
const HOSTILE_NAMES = [
  ...["a b", "100%", "%41", "%2e%2e", "a#b", "a&b=c;d", "a+b", "[a]", "{a}"],
  ...["grüße", "日本", "🙂", "e\u0301", "...", "~", "'", "-X", "$(id)", "^`"],
  ...(NO_POSIX_FILES ? [] : [
    "a?b",
    "a\\b",
    "..\\b",
    "C:",
    "http:",
    '"',
    "|",
    "a\nb",
    "\x1b[2J",
    " ",
  ]),
];

function uploadFolder(
  { url }: TestServer,
  directory: string,
): Promise<ProgramOutput> {
  return runProgram("examples/folder.ts", {
    permissions: ["--allow-net=127.0.0.1", "--allow-read"],
    args: [`${url}to/`, directory],
  });
}

Deno.test("examples/folder.ts uploads all files below a folder to URLs with their names", async () => {
  using folder = new TempFolder();
  const hashes = new Map<string, string>();
  for (const directory of ["", ...HOSTILE_NAMES]) {
    const parts = directory === "" ? [] : [`in ${directory}`, directory];
    Deno.mkdirSync([folder.path, ...parts].join("/"), { recursive: true });
    for (const name of directory === "" ? HOSTILE_NAMES : ["a#?.txt"]) {
      if (directory !== "" && NO_POSIX_FILES) continue;
      const names = [...parts, name];
      const path = names.join("/");
      const bytes = new TextEncoder().encode(`content of ${path}`);
      folder.write(path, bytes);
      hashes.set(
        `/to/${names.map(encodeURIComponent).join("/")}`,
        await sha256Of(bytes),
      );
    }
  }
  Deno.mkdirSync(`${folder.path}/empty`);
  await using server = serve();

  const { code, stdout, stderr } = await uploadFolder(server, folder.path);

  assertEquals([code, stderr], [0, ""]);
  const received = new Map<string, string>();
  for (const { url, bytes } of server.received) {
    received.set(url.pathname, await sha256Of(bytes));
  }
  assertEquals([...received].sort(), [...hashes].sort());
  assertEquals(server.received.length, hashes.size);
  const sent = server.received.reduce(
    (sum, { bytes }) => sum + bytes.length,
    0,
  );
  const count = `${hashes.size} of ${hashes.size} files`;
  const [, last] = stdout.match(/\n(.*)\n$/) ?? [];
  assertMatch(
    last ?? "",
    new RegExp(`^${count}, ${sent} bytes, [\\d.]+ MB/s$`),
  );
  // deno-lint-ignore no-control-regex
  assertMatch(stdout, /^[^\x00-\x09\x0b-\x1f\x7f]+$/);
});

Deno.test("examples/folder.ts goes on after a file that is refused, and fails", async () => {
  using folder = new TempFolder();
  for (const name of ["a", "b"]) folder.write(name, name);
  await using server = serve(({ url }) =>
    new Response(null, { status: url.pathname === "/to/a" ? 403 : 200 })
  );

  const { code, stdout } = await uploadFolder(server, folder.path);

  assertEquals(code, 1);
  assertMatch(stdout, /^403 http.*\/to\/a$/m);
  assertMatch(stdout, /^1 of 2 files, 2 bytes/m);
});

withPosixFiles.test("examples/folder.ts follows no link out of the folder, or around in it", async () => {
  using folder = new TempFolder();
  folder.write("a", "a");
  Deno.symlinkSync(folder.path, `${folder.path}/loop`);
  Deno.symlinkSync("/etc/passwd", `${folder.path}/passwd`);
  await using server = serve();

  const { code } = await uploadFolder(server, folder.path);

  assertEquals(code, 0);
  assertEquals(server.received.map(({ url }) => url.pathname), ["/to/a"]);
});

Deno.test("examples/folder.ts fails if the folder is missing", async () => {
  await using server = serve();

  const { code, stdout } = await uploadFolder(server, "/nowhere");

  assertEquals(code, 1);
  assertMatch(stdout, /^Cannot take the next upload: No such/);
});
