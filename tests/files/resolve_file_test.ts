import {
  type BaseDirectory,
  CachesDirectory,
  CurrentDirectory,
} from "@network/upload";
import { assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { resolveFile } from "../../src/files/resolve_file.ts";
import { FakeEnvironment } from "../support/fake_environment.ts";

type Name = string | URL;

/** The path of a file on Linux, which is the same on macOS. */
async function resolve(name: Name, base?: BaseDirectory): Promise<string> {
  const [linux, mac] = await Promise.allSettled(
    (["linux", "darwin"] as const).map((os) => {
      const variables = { HOME: "/home/me" };
      return resolveFile(name, base, new FakeEnvironment(os, { variables }));
    }),
  );
  assertEquals(mac, linux);
  if (linux?.status === "fulfilled") return linux.value;
  throw linux?.reason;
}

const OUTBOX = new URL("file:///srv/out%20box/");

const ON_POSIX: [name: Name, base: BaseDirectory | undefined, path: string][] =
  [
    ["a.txt", undefined, "/home/me/Documents/a.txt"],
    ["a.txt", OUTBOX, "/srv/out box/a.txt"],
    ["a.txt", new URL("file:///srv/out"), "/srv/out/a.txt"],
    ["b/a.txt", OUTBOX, "/srv/out box/b/a.txt"],
    ["./b/../a.txt", OUTBOX, "/srv/out box/a.txt"],
    ["../out box/a.txt", OUTBOX, "/srv/out box/a.txt"],
    ["..foo", OUTBOX, "/srv/out box/..foo"],
    ["...", OUTBOX, "/srv/out box/..."],
    ["C:\\a.txt", OUTBOX, "/srv/out box/C:\\a.txt"],
    ["%2e%2e%2fa.txt", OUTBOX, "/srv/out box/%2e%2e%2fa.txt"],
    ["a b#?%.txt", OUTBOX, "/srv/out box/a b#?%.txt"],
    ["/etc/passwd", undefined, "/etc/passwd"],
    ["/srv/out box/a.txt", OUTBOX, "/srv/out box/a.txt"],
    ["/srv/out box/a/b/link/../../x", OUTBOX, "/srv/out box/a/x"],
    ["a/b/link/../../x", OUTBOX, "/srv/out box/a/x"],
    ["/a/link/../x", undefined, "/a/link/../x"],
    ["//srv/out box//a.txt", OUTBOX, "/srv/out box/a.txt"],
    ["NUL", OUTBOX, "/srv/out box/NUL"],
    ["a.txt.", OUTBOX, "/srv/out box/a.txt."],
    ["..\\a", OUTBOX, "/srv/out box/..\\a"],
    ["\\\\server\\share\\a", OUTBOX, "/srv/out box/\\\\server\\share\\a"],
    ["/a.txt", new URL("file:///"), "/a.txt"],
    [new URL("file:///etc/100%.txt"), undefined, "/etc/100%.txt"],
    [new URL("file://localhost/etc/a.txt"), undefined, "/etc/a.txt"],
    [new URL("file:///etc/a%20b.txt"), undefined, "/etc/a b.txt"],
    [new URL("file:///srv/out%20box/a.txt"), OUTBOX, "/srv/out box/a.txt"],
    ["a.txt", CurrentDirectory, "/cwd/a.txt"],
  ];

for (const [name, base, path] of ON_POSIX) {
  Deno.test(`resolveFile() returns ${path} for ${name} in ${String(base)} on Linux and macOS`, async () => {
    assertEquals(await resolve(name, base), path);
  });
}

const OUTSIDE: [name: Name, base?: BaseDirectory][] = [
  ["../a.txt"],
  [".."],
  ["b/../../a.txt"],
  ["../out boxes/a.txt", OUTBOX],
  ["../out box2", OUTBOX],
  ["/etc/passwd", OUTBOX],
  ["/srv/out box/../a.txt", OUTBOX],
  ["/srv/out boxes/a.txt", OUTBOX],
  [new URL("file:///etc/passwd"), OUTBOX],
  [new URL("file:///srv/out%20box/..%2Fa.txt"), OUTBOX],
  [new URL("file:///srv/out%20box/b%2F..%2f..%2Fa.txt"), OUTBOX],
  ["/srv/out box/a/b/link/../../../../x", OUTBOX],
  ["//etc/passwd", OUTBOX],
];

for (const [name, base] of OUTSIDE) {
  Deno.test(`resolveFile() refuses ${name}, which leads out of ${String(base)} on Linux and macOS`, async () => {
    const error = await assertRejects(
      () => resolve(name, base),
      UploadError,
      "is outside its base directory",
    );

    assertEquals(error.code, "outside-directory");
  });
}

Deno.test("resolveFile() does not read the environment if the name is absolute", async () => {
  const environment = new FakeEnvironment("linux");

  await resolveFile("/srv/a.txt", undefined, environment);
  await resolveFile("a.txt", OUTBOX, environment);

  assertEquals(environment.asked, []);
});

for (
  const [os, variables] of [
    ["linux", {}],
    ["linux", { HOME: "relative" }],
    ["darwin", { HOME: "" }],
    ["windows", { LOCALAPPDATA: "relative" }],
  ] as const
) {
  Deno.test(`resolveFile() says that it cannot find the caches on ${os} with ${JSON.stringify(variables)}`, async () => {
    const error = await assertRejects(
      () =>
        resolveFile(
          "a.txt",
          CachesDirectory,
          new FakeEnvironment(os, { variables }),
        ),
      UploadError,
      "Cannot locate CachesDirectory: the environment does not define it",
    );

    assertEquals(error.code, "not-found");
  });
}

Deno.test("resolveFile() says that a URL does not name a file", async () => {
  const error = await assertRejects(
    () => resolve(new URL("file:///srv/%E4.txt?secret")),
    UploadError,
  );

  assertEquals(error.code, "not-found");
  assertEquals(
    error.message,
    'Cannot open "file:///srv/%E4.txt": it is not percent-encoded UTF-8',
  );
});

Deno.test("resolveFile() refuses a file: URL of a server", async () => {
  const url = new URL("file://server/share/a%20b.txt?secret");
  for (const [source, base] of [[url], ["a.txt", url]] as const) {
    const error = await assertRejects(
      () => resolve(source, base),
      UploadError,
    );

    assertEquals(error.code, "not-found");
    assertEquals(
      error.hint,
      'pass "file:///share/a%20b.txt" for a local file',
    );
    assertEquals(error.message.includes("secret"), false);
  }
});
