import { UploadError } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { failureText } from "../../src/cli/failure_text.ts";
import { ended, failed } from "../support/cli/board_events.ts";

const SIZE = { columns: 80, rows: 24 };

function refusedWith(status: number, response: string, size = SIZE): string {
  return failureText(ended({ size: 9 }, status, response), "a.txt", size);
}

function failedWith(message: string, hint: string): string {
  const error = new UploadError("network", message, { hint });
  return failureText(failed({ size: 9 }, error), "a.txt", SIZE);
}

Deno.test("failureText shows what the server says", () => {
  assertEquals(
    refusedWith(507, "quota\x1b[31m exceeded\r\n\n  by 9 bytes\n"),
    `Cannot upload "a.txt": the server responded with 507
  quota[31m exceeded
    by 9 bytes`,
  );
  assertEquals(
    refusedWith(401, ""),
    'Cannot upload "a.txt": the server responded with 401; use -u NAME or --bearer-env VAR',
  );
});

Deno.test("failureText cuts what the server says to a screen", () => {
  for (
    const response of [
      "x".repeat(1_000_000),
      "line\n".repeat(100_000),
      "漢字 ".repeat(10_000),
      `${"y".repeat(300)}\n`.repeat(100),
    ]
  ) {
    const rows = refusedWith(500, response).split("\n")
      .reduce((sum, line) => sum + Math.ceil(widthAtMost(line) / 80), 0);
    assert(rows <= SIZE.rows, `${rows} rows`);
    assert(refusedWith(500, response).endsWith("…"));
  }
  assertEquals(
    refusedWith(500, "abc", { columns: 20, rows: 2 }).split("\n").length,
    2,
  );
});

/** Twice its length: no character is wider. */
function widthAtMost(line: string): number {
  // deno-lint-ignore no-control-regex
  return /^[\x00-\x7f…]*$/.test(line) ? line.length : line.length * 4 / 3 + 1;
}

Deno.test("failureText cuts a long response before it measures its width", () => {
  const startedAt = performance.now();
  const text = refusedWith(500, "é".repeat(1_000_000));

  // Otherwise it takes 15 seconds.
  assert(performance.now() - startedAt < 2000);
  assert(text.endsWith("é…"));
});

Deno.test("failureText shows no binary response", () => {
  assertEquals(
    refusedWith(500, "\x89PNG\r\n\0\0\x1b[2J"),
    'Cannot upload "a.txt": the server responded with 500\n' +
      "  (a binary response, not shown)",
  );
});

Deno.test("failureText says what to do with a name that Deno has replaced", () => {
  const error = new UploadError("not-found", "Cannot find file", {
    hint: "check its name",
  });
  const text = failureText(failed({ size: 9 }, error), "caf\ufffd", SIZE);

  assert(
    text.endsWith(
      "if its name is not UTF-8, pass - as FILE, and redirect standard input from it",
    ),
    text,
  );
});

Deno.test("failureText names the file, and keeps a hint that suits", () => {
  assertEquals(
    failedWith('Cannot upload to "h": refused', "check the host"),
    'Cannot upload "a.txt" to "h": refused; check the host',
  );
  assertEquals(
    failedWith('Cannot find file "/x/a.txt"', "check its name"),
    'a.txt: Cannot find file "/x/a.txt"; check its name',
  );
});

Deno.test("failureText says hints of the module in words of the command line", () => {
  for (
    const [hint, said] of [
      ["check the server and the source, or increase 'timeout'", "--timeout"],
      ["start fewer uploads at once, such as with uploadAll()", "-j"],
      ["pass a function that opens the source", "pass a file"],
      [
        "check that the URL is the endpoint of a tus server, and for browsers that it exposes its headers",
        "endpoint of a tus server",
      ],
      [
        "upload to the final URL, or leave 'handleRedirects' at true",
        "redirects to",
      ],
    ] as const
  ) {
    const text = failedWith("Cannot send", hint);
    assert(text.includes(said) && !text.includes("browsers"), text);
  }
  assertEquals(
    failedWith(
      "Cannot send",
      "increase 'maxResponseBytes' if that is expected",
    ),
    "a.txt: Cannot send",
  );
});
