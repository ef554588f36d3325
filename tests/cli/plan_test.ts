import { assertEquals, assertThrows } from "@std/assert";
import { basename } from "@std/path/posix/basename";
import { parseCommand } from "../../src/cli/command.ts";
import type { FoundFile } from "../../src/cli/found_file.ts";
import { type PlannedUpload, planUploads } from "../../src/cli/plan.ts";
import { UsageError } from "../../src/cli/usage_error.ts";

function plan(...args: string[]): PlannedUpload[] {
  const command = parseCommand(args);
  if (command.kind !== "upload") throw new Error(command.kind);
  const { settings } = command;
  return planUploads(settings, settings.files.map(toFound), {
    headers: [],
    protocolFor: () => undefined,
    progressInterval: 100,
  });
}

function toFound(name: string): FoundFile {
  const isStdin = name === "-";
  const base = isStdin ? "stdin" : basename(name);
  return { name, base, size: 7, isStdin, source: "/f" };
}

function targets(...args: string[]): string[] {
  return plan(...args).map(({ options: { method, url } }) =>
    `${method} ${url}`
  );
}

Deno.test("planUploads puts a file to the URL, and to one that ends in / by its name", () => {
  assertEquals(targets("a/b.txt", "http://h/x"), ["PUT http://h/x"]);
  assertEquals(targets("a/b.txt", "c", "http://h/x/?q=1#f"), [
    "PUT http://h/x/b.txt?q=1#f",
    "PUT http://h/x/c?q=1#f",
  ]);
  assertEquals(targets("../b/", "http://h"), ["PUT http://h/b"]);
});

Deno.test("planUploads encodes whatever a name has", () => {
  for (
    const [name, encoded] of [
      ["a b%?#&+;=@:", "a%20b%25%3F%23%26%2B%3B%3D%40%3A"],
      ["grüße 👍", "gr%C3%BC%C3%9Fe%20%F0%9F%91%8D"],
      ["a\nb", "a%0Ab"],
      ["a\ud800", "a%EF%BF%BD"],
      ["%2e%2e", "%252e%252e"],
    ] as const
  ) {
    assertEquals(targets(`dir/${name}`, "http://h/"), [
      `PUT http://h/${encoded}`,
    ]);
  }
});

Deno.test("planUploads posts forms and tus uploads to the URL as it is", () => {
  const posts = ["POST http://h/x/", "POST http://h/x/"];
  assertEquals(targets("--form", "f", "a", "a", "http://h/x/"), posts);
  assertEquals(targets("-F", "f=1", "a", "-", "http://h/x/"), posts);
  assertEquals(targets("--resume", "tus", "a", "b", "http://h/x/"), posts);
  assertEquals(targets("--resume", "rufh", "a", "http://h/x/"), [
    "PUT http://h/x/a",
  ]);
});

Deno.test("planUploads sends a form by another method if asked", () => {
  assertEquals(targets("-XPUT", "--form", "f", "a", "http://h/"), [
    "PUT http://h/",
  ]);
});

Deno.test("planUploads gives the options of each upload", () => {
  const [planned] = plan(
    ...["-F", "a=1", "--type", "a/b", "--retry", "2", "--timeout", "9"],
    ...["--limit-rate", "10", "-", "http://h/"],
  );

  assertEquals(planned, {
    name: "stdin",
    label: "stdin",
    size: 7,
    options: {
      url: new URL("http://h/"),
      method: "POST",
      headers: [],
      source: "/f",
      size: 7,
      contentType: "a/b",
      multipart: { name: "file", fields: [["a", "1"]], filename: "stdin" },
      protocol: undefined,
      retry: 2,
      timeout: 9,
      maxBytesPerSecond: 10,
      progress: true,
      progressInterval: 100,
    },
  });
});

Deno.test("planUploads shows names without directories, unless two are the same", () => {
  const labels = (...files: string[]) =>
    plan("-XPOST", ...files, "http://h/x").map(({ label }) => label);

  assertEquals(labels("d/a", "e/b", "-"), ["a", "b", "stdin"]);
  assertEquals(labels("d/a", "e/a", "b"), ["d/a", "e/a", "b"]);
});

Deno.test("planUploads leaves the size of a file to the upload, which looks it up", () => {
  assertEquals(plan("a", "http://h/b")[0]?.options.size, undefined);
});

for (
  const [why, args] of [
    ["several files to one URL", ["a", "b", "http://h/x"]],
    ["two files of one name", ["d/a", "e/a", "http://h/x/"]],
    ["standard input without a name", ["-", "http://h/x/"]],
  ] as const
) {
  Deno.test(`planUploads refuses ${why}`, () => {
    assertThrows(() => plan(...args), UsageError);
  });
}
