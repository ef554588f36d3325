import { assert, assertEquals } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import type { Environment } from "../../src/files/find_directory.ts";
import { resolveFile } from "../../src/files/resolve_file.ts";
import { FakeEnvironment } from "../support/fake_environment.ts";
import { chooseSeed, Random } from "../support/random.ts";

const ROUNDS = 20_000;

const PARTS = [
  ...["a", "b.txt", "..", "..", ".", "", "srv", "box", "BOX", "box2", "..a"],
  ...["...", ".. ", ". ", "a.", "a ", " ", ". .", "C:", "c:", "D:", "C:a", "?"],
  ...["NUL", "con.txt", "COM1 .x", "com¹", "CONIN$", "a:b", "server", "share"],
  ...[
    "UNC",
    "pipe",
    "??",
    "\u212a",
    "\u0130",
    "\n",
    "%2e%2e",
    "~",
    "localhost",
  ],
] as const;

function compose(
  random: Random,
  starts: readonly [string, ...string[]],
  separators: readonly [string, ...string[]],
): string {
  let name = random.pick(starts);
  for (let left = 1 + random.below(6); left > 0; left--) {
    name += random.pick(["a", ...PARTS]);
    if (left > 1 || random.chance(0.1)) name += random.pick(separators);
  }
  return name || "a";
}

/** The result for a name: a path, or undefined if it leads out. */
async function resolve(
  os: Environment["os"],
  name: string,
  base: URL,
): Promise<string | undefined> {
  try {
    return await resolveFile(name, base, new FakeEnvironment(os));
  } catch (error) {
    assert(error instanceof UploadError, String(error));
    assertEquals(error.code, "outside-directory");
    return undefined;
  }
}

/** Goes a way part by part, as a directory is changed to. */
function walk(from: readonly string[], parts: readonly string[]): string[] {
  const at = [...from];
  for (const part of parts) {
    if (part === "..") at.pop();
    else if (part !== "" && part !== ".") at.push(part);
  }
  return at;
}

Deno.test("no name leads out of its base directory on Linux and macOS", async () => {
  const random = new Random(chooseSeed());
  const base = ["srv", "box"];
  let inside = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const starts = ["", "", "/", "//", "/srv/box/", "../box/"] as const;
    const name = compose(random, starts, ["/", "/", "//", "\\"]);
    const found = await resolve("linux", name, new URL("file:///srv/box/"));

    const at = walk(name.startsWith("/") ? [] : base, name.split("/"));
    const isInside = base.every((part, index) => at[index] === part);
    const expected = isInside ? `/${at.join("/")}` : undefined;
    assertEquals(found?.replace(/\/$/, ""), expected, name);
    if (isInside) inside++;
  }
  assert(inside > ROUNDS / 10 && inside < ROUNDS * 0.9, `${inside} are inside`);
});

const BASES: [[href: string, path: string], ...[string, string][]] = [
  ["file:///C:/srv/box/", "C:\\srv\\box"],
  ["file:///C:/k/", "C:\\k"],
  ["file://server/share/box/", "\\\\server\\share\\box"],
  ["file://server/share/", "\\\\server\\share"],
  ["file:///C:/", "C:"],
];

/** What a part of a path may be, for Windows to take it for nothing else. */
function isHarmless(part: string): boolean {
  return !["", ".", ".."].includes(part) && !/[\\/:?]|[. ]$/.test(part) &&
    !/^(con|nul|com1|com¹|conin\$)( *\.|$)/i.test(part);
}

Deno.test("no name leads out of its base directory on Windows", async () => {
  const random = new Random(chooseSeed());
  let inside = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const [href, base] = random.pick(BASES);
    const root = `${base}\\`;
    const starts = [
      ...[
        "",
        "",
        "",
        "\\",
        "/",
        "\\\\",
        "//",
        "\\/",
        "///",
        "\\\\?\\",
        "\\\\.\\",
      ],
      ...["\\??\\", "C:", "c:/", "C:\\srv\\box\\", "c:/SRV\\box/", "..\\box\\"],
      ...[
        "\\\\server\\share\\",
        "//SERVER/share/box/",
        "\\\\?\\C:\\srv\\box\\",
      ],
      root,
    ] as const;
    const name = compose(random, starts, ["/", "\\", "\\", "\\\\", "//"]);
    const found = await resolve("windows", name, new URL(href));
    if (found === undefined) continue;
    inside++;

    assert(found.startsWith(root) || found === base, `${name}: ${found}`);
    const way = found.slice(root.length).replace(/\\$/, "");
    const isPlain = way === "" || way.split("\\").every(isHarmless);
    assert(isPlain, `${name}: ${found}`);
  }
  assert(inside > ROUNDS / 20 && inside < ROUNDS * 0.9, `${inside} are inside`);
});

Deno.test("every harmless name that stays inside is found on Windows", async () => {
  const random = new Random(chooseSeed());
  const parts = ["a", "b.txt", "..", ".", "..a", "K", "ä ö", "NULL"] as const;
  for (let round = 0; round < ROUNDS / 10; round++) {
    const chosen = Array.from({ length: 5 }, (): string => random.pick(parts));
    const name = chosen.reduce((way, part) =>
      way + random.pick(["/", "\\"]) + part
    );
    const found = await resolve("windows", name, new URL("file:///C:/srv/box"));

    const at = walk(["C:", "srv", "box"], chosen);
    const isInside = at[1] === "srv" && at[2] === "box";
    const expected = isInside ? at.join("\\") : undefined;
    assertEquals(found, expected, name);
  }
});
