import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parseCommand } from "../../src/cli/command.ts";
import type { Settings } from "../../src/cli/settings.ts";
import { UsageError } from "../../src/cli/usage_error.ts";

const URL_ARG = "https://example.com/a/";

function settingsOf(...args: string[]): Settings {
  const command = parseCommand([...args, "f", URL_ARG]);
  assert(command.kind === "upload");
  return command.settings;
}

function usageErrorOf(...args: string[]): string {
  try {
    parseCommand(args);
  } catch (thrown) {
    assert(thrown instanceof UsageError, `${thrown}`);
    return `${thrown.message}; ${thrown.hint}`;
  }
  throw new Error(`no error for ${args.join(" ")}`);
}

Deno.test("parseCommand takes files and a URL, with defaults", () => {
  const command = parseCommand(["a", "-", "--", "-q", URL_ARG]);

  assert(command.kind === "upload");
  assertEquals(command.settings, {
    files: ["a", "-", "-q"],
    url: new URL(URL_ARG),
    method: undefined,
    headers: [],
    contentType: undefined,
    user: undefined,
    passwordEnv: undefined,
    bearerEnv: undefined,
    form: undefined,
    retry: undefined,
    timeout: undefined,
    maxBytesPerSecond: undefined,
    jobs: 4,
    resume: undefined,
    s3: false,
    region: undefined,
    output: undefined,
    json: false,
    quiet: false,
    failEarly: false,
  });
});

Deno.test("parseCommand takes every option, in each way to write it", () => {
  const settings = settingsOf(
    ...["-XPOST", "-H", "a: 1", "-Hb: 2", "--header=c: 3", "--type", "a/b"],
    ...["-u", "me", "--password-env", "PW", "--form", "photo", "-F", "a=b=c"],
    ...["-Fd=", "--retry", "3", "--timeout", "1.5", "--limit-rate", "1.5k"],
    ...["-qj8", "-o", "-", "--json", "--fail-early"],
  );

  assertEquals(settings, {
    ...settings,
    method: "POST",
    headers: ["a: 1", "b: 2", "c: 3"],
    contentType: "a/b",
    user: "me",
    passwordEnv: "PW",
    form: { name: "photo", fields: [["a", "b=c"], ["d", ""]] },
    retry: 3,
    timeout: 1.5,
    maxBytesPerSecond: 1536,
    jobs: 8,
    quiet: true,
    output: "-",
    json: true,
    failEarly: true,
  });
});

Deno.test("parseCommand takes the last of repeated values, as scripts need it", () => {
  assertEquals(settingsOf("-j1", "-j", "2").jobs, 2);
});

Deno.test("parseCommand takes each protocol", () => {
  assertEquals(settingsOf("--resume=rufh", "-XPUT").resume, "rufh");
  assertEquals(settingsOf("--resume", "tus").resume, "tus");
  const { s3, region } = settingsOf("--s3", "--region=a");
  assertEquals([s3, region], [true, "a"]);
});

Deno.test("parseCommand prints help and version whatever else is there", () => {
  assertEquals(parseCommand(["-h"]), { kind: "help" });
  assertEquals(parseCommand(["f", "--help", "-V"]), { kind: "help" });
  assertEquals(parseCommand(["--version"]), { kind: "version" });
});

Deno.test("parseCommand converts the rates of curl", () => {
  for (
    const [text, rate] of [
      ["1", 1],
      ["500K", 512_000],
      ["1M", 1_048_576],
      ["2g", 2 * 1024 ** 3],
    ] as const
  ) {
    assertEquals(settingsOf("--limit-rate", text).maxBytesPerSecond, rate);
  }
});

/** Wrong command lines, and what their errors say. */
const WRONG: [args: string[], said: string][] = [
  [[], "FILE and URL are missing"],
  [[URL_ARG], "FILE is missing; pass - for standard input"],
  [["f"], "The last argument must be an http: or https: URL"],
  [[URL_ARG, "f"], "the URL comes after the files"],
  [["f", "ftp://h/"], "The last argument must be"],
  [["f", "http://h:99999/"], "check its host and its port"],
  [["", URL_ARG], "FILE is empty"],
  [["-", "-", URL_ARG], "only once"],
  [["--heder", "x", "f", URL_ARG], "did you mean '--header'?"],
  [["--request", "f", URL_ARG], "did you mean '--method'?"],
  [["--oauth2-bearer", "f", URL_ARG], "did you mean '--bearer-env'?"],
  [["--silent", "f", URL_ARG], "did you mean '--quiet'?"],
  [["--Quiet", "f", URL_ARG], "did you mean '--quiet'?"],
  [["--xyz", "f", URL_ARG], "Option '--xyz' does not exist; "],
  [["-T", "f", URL_ARG], "Option '-T' does not exist; "],
  [["--no-json", "f", URL_ARG], "Option '--no-json' does not exist"],
  [["--__proto__", "f", URL_ARG], "does not exist"],
  [["f", URL_ARG, "-o"], "Option '-o' needs a value (FILE)"],
  [["-o", "-q", "f", URL_ARG], "is followed by an option"],
  [["--json=yes", "f", URL_ARG], "Option '--json' takes no value"],
  [["-j", "0", "f", URL_ARG], 'must be an integer of 1 or more (got "0")'],
  [["-j", "2.5", "f", URL_ARG], "must be an integer"],
  [["-j=4", "f", URL_ARG], 'must be an integer of 1 or more (got "=4")'],
  [["--retry=-1", "f", URL_ARG], "must be an integer of 0 or more"],
  [["--retry=1e3", "f", URL_ARG], "must be an integer"],
  [["--timeout=fast", "f", URL_ARG], "must be a number of seconds"],
  [["--limit-rate=0", "f", URL_ARG], "must be bytes per second"],
  [["--limit-rate=1T", "f", URL_ARG], "must be bytes per second"],
  [["--limit-rate=", "f", URL_ARG], "must be bytes per second"],
  [["--resume=tusd", "f", URL_ARG], "must be tus or rufh"],
  [["-F", "=x", "f", URL_ARG], "must be NAME=VALUE"],
  [["-u", "a", "--bearer-env=B", "f", URL_ARG], "exclude each other"],
  [["--resume=tus", "--s3", "f", URL_ARG], "exclude each other"],
  [["--form=a", "--s3", "f", URL_ARG], "exclude each other"],
  [["-Fa=b", "--resume=tus", "f", URL_ARG], "exclude each other"],
  [["-Fa=b", "--resume=rufh", "f", URL_ARG], "exclude each other"],
  [["-XPUT", "--resume=tus", "f", URL_ARG], "exclude each other"],
  [["-XPOST", "--s3", "f", URL_ARG], "exclude each other"],
  [["-ume", "--s3", "f", URL_ARG], "exclude each other"],
  [["--password-env=A", "f", URL_ARG], "needs '--user'"],
  [["--region=a", "f", URL_ARG], "used with '--s3'"],
];

for (const [args, said] of WRONG) {
  Deno.test(`parseCommand refuses: upload ${args.join(" ")}`, () => {
    assertStringIncludes(usageErrorOf(...args), said);
  });
}

Deno.test("parseCommand shows no secret in an error", () => {
  const SECRET = "hunter2";
  for (
    const args of [
      ["-u", `me:${SECRET}`, "f", URL_ARG],
      ["f", `https://me:${SECRET}@example.com/`],
      ["f", `https://example.com:x/?token=${SECRET}`],
      ["-F", SECRET, "f", URL_ARG],
    ]
  ) {
    const said = usageErrorOf(...args);
    assert(!said.includes(SECRET), said);
  }
});
