import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { runCli, startCli } from "../support/cli/run_cli.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { onLinux, withShell, withSignals } from "../support/platform.ts";

withShell.test("upload sends a pipe as a stream", async () => {
  await using server = serve();

  const { code, stdout, stderr } = await runCli(["-", `${server.url}x`], {
    piped: "printf 'hello %s' world",
  });

  assertEquals([code, stdout], [0, "11"]);
  assertMatch(stderr, /stdin: 11 B in /);
  assertEquals(server.received[0]?.headers.get("content-length"), null);
});

for (const permissions of [["--allow-all"], ["--allow-net"]]) {
  onLinux.test(`upload sends a redirected file with its length (${permissions})`, async () => {
    using folder = new TempFolder();
    await using server = serve();
    const bytes = randomBytes(700_001);

    const { code } = await runCli(["-", `${server.url}x`], {
      permissions,
      stdin: folder.write("a", bytes),
    });

    const [received] = server.received;
    assertEquals(code, 0);
    assertEquals(received?.headers.get("content-length"), "700001");
    assert(received && sameBytes(received.bytes, bytes));
  });

  onLinux.test(`upload sends what another program left of a file (${permissions})`, async () => {
    using folder = new TempFolder();
    await using server = serve();
    const bytes = randomBytes(200_000);
    const file = folder.write("a", bytes);

    const { code } = await runCli(["-", `${server.url}x`], {
      permissions,
      through: [
        "sh",
        "-c",
        '{ dd bs=1000 count=1 of=/dev/null 2>/dev/null; exec "$@"; } < "$0"',
        file,
      ],
    });

    assertEquals(code, 0);
    const [received] = server.received;
    assert(received && sameBytes(received.bytes, bytes.subarray(1000)));
  });

  onLinux.test(`upload sends empty standard input (${permissions})`, async () => {
    using folder = new TempFolder();
    await using server = serve();

    const { code, stdout } = await runCli(["-", `${server.url}x`], {
      permissions,
      stdin: folder.write("a", ""),
    });

    assertEquals([code, stdout], [0, "0"]);
  });
}

onLinux.test("upload sends a redirected file again", async () => {
  using folder = new TempFolder();
  const bytes = randomBytes(300_000);
  let count = 0;
  await using server = serve(() =>
    new Response("", { status: count++ === 0 ? 503 : 200 })
  );

  const { code } = await runCli(["--retry", "1", "-", `${server.url}x`], {
    stdin: folder.write("a", bytes),
  });

  assertEquals(code, 0);
  assertEquals(
    server.received.map((received) => sameBytes(received.bytes, bytes)),
    [true, true],
  );
});

withShell.test("upload does not send a pipe again, and says why", async () => {
  await using server = serve(() => new Response("", { status: 503 }));

  const { code, stderr } = await runCli(
    ["--retry", "3", "-", `${server.url}x`],
    { piped: "printf hello" },
  );

  assertEquals([code, server.received.length], [1, 1]);
  assertMatch(stderr, /responded with 503/);
});

/** Responses that must come through as they are. */
const RESPONSES: [
  what: string,
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
][] = [
  ["binary", randomBytes(300_000), "application/octet-stream"],
  ["Latin-1", Uint8Array.of(0xfc, 0xdf, 10), "text/plain; charset=latin1"],
  ["marked", Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), "text/plain"],
  ["controlling", new TextEncoder().encode("\x1b[2Ja\r\n\0"), "text/html"],
  ["empty", new Uint8Array(), "text/plain"],
];

for (const [what, bytes, type] of RESPONSES) {
  Deno.test(`upload prints a ${what} response untouched, or writes it to -o`, async () => {
    using folder = new TempFolder();
    const headers = { "content-type": type };
    await using server = serve(() => new Response(bytes, { headers }));
    const file = folder.write("a", "x");
    const out = folder.write("out", "longer than it was before".repeat(9));

    const { stdout } = await startCli(["-q", file, server.url]).output();
    const { code } = await runCli(["-o", out, file, server.url]);

    assert(sameBytes(stdout, bytes));
    assertEquals(code, 0);
    assert(sameBytes(Deno.readFileSync(out), bytes));
  });
}

Deno.test("upload keeps the file of -o as it is if no response is accepted", async () => {
  using folder = new TempFolder();
  await using server = serve(() => new Response("no", { status: 403 }));
  const out = folder.write("out", "before");

  await runCli(["-o", out, folder.write("a", "x"), server.url]);

  assertEquals(Deno.readTextFileSync(out), "before");
});

withSignals.test("upload ends without a word if nobody reads standard output", async () => {
  using folder = new TempFolder();
  await using server = serve(() => new Response("x".repeat(1_000_000)));

  const { code, stderr } = await runCli(
    ["-q", folder.write("a", "x"), server.url],
    {
      through: [
        "sh",
        "-c",
        // The exit code of the first program, through a file of its own.
        '{ "$@"; echo $? > "$0"; } | true; cat "$0" >&2; exit 0',
        folder.write("code", ""),
      ],
    },
  );

  assertEquals([code, stderr], [0, "141\n"]);
});

withSignals.test("upload goes on if nobody reads standard error", async () => {
  using folder = new TempFolder();
  await using server = serve();
  const files = [`${folder.path}/missing`, folder.write("a", "x")];

  const { stdout } = await runCli(["-j1", ...files, server.url], {
    through: ["sh", "-c", '{ "$@" 2>&1 >&3 | true; } 3>&1', "sh"],
  });

  assertEquals(stdout, "1");
});

onLinux.test("upload exits with 3 if its output cannot be written, and says which", async () => {
  using folder = new TempFolder();
  await using server = serve();
  const file = folder.write("a", "x");
  const through = ["sh", "-c", '"$@" > /dev/full', "sh"];

  for (
    const [args, options, target] of [
      [["-q", file, server.url], { through }, "standard output"],
      [["--json", file, server.url], { through }, "standard output"],
      [["--help"], { through }, "standard output"],
      [["-q", "-o", "/dev/full", file, server.url], {}, '"/dev/full"'],
    ] as const
  ) {
    const { code, stderr } = await runCli([...args], options);
    assertEquals(code, 3);
    assertStringIncludes(
      stderr,
      `upload: Cannot write to ${target}: No space left on device`,
    );
  }
});
