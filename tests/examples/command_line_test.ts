import { assertEquals, assertMatch } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { runProgram } from "../support/program.ts";

// Each takes a URL, a path and perhaps more.
const PROGRAMS = [
  { program: "cancel_button", more: [] },
  { program: "folder", more: [], takesDirectory: true },
  { program: "form_upload", more: ["Title"] },
  { program: "presigned_put", more: [] },
  { program: "progress_bar", more: [] },
  { program: "quickstart", more: [] },
  { program: "retry", more: ["data:,token"] },
];
const SEND_FILE = ["--allow-net=127.0.0.1", "--allow-read"];

for (const { program, more, takesDirectory = false } of PROGRAMS) {
  const path = `examples/${program}.ts`;

  Deno.test(`${path} takes absolute and relative paths, and prints plain text`, async () => {
    using folder = new TempFolder();
    Deno.mkdirSync(`${folder.path}/sent`);
    folder.write("sent/grüße 1.bin", 100_000);
    const name = takesDirectory ? "sent" : "sent/grüße 1.bin";

    for (const source of [`${folder.path}/${name}`, name, `../${name}`]) {
      await using server = serve();
      const { code, stdout, stderr } = await runProgram(path, {
        permissions: SEND_FILE,
        args: [server.url, source, ...more],
        cwd: source.startsWith("..") ? `${folder.path}/sent` : folder.path,
      });

      assertEquals([code, stderr], [0, ""]);
      assertEquals(server.received.length, 1);
      // deno-lint-ignore no-control-regex
      assertMatch(stdout, /^[^\x00-\x09\x0b-\x1f\x7f]+\n$/);
    }
  });

  Deno.test(`${path} prints its usage if an argument is missing`, async () => {
    const complete = ["http://127.0.0.1/", ".", ...more];

    for (const args of [[], complete.slice(0, -1)]) {
      const { code, stdout, stderr } = await runProgram(path, { args });

      assertEquals([code, stdout], [2, ""]);
      assertMatch(stderr, new RegExp(`^usage: ${program}\\.ts \\w*URL`));
    }
  });

  Deno.test(`${path} fails if the server refuses or the source is missing`, async () => {
    using folder = new TempFolder();
    folder.write("data.bin", 10);
    await using server = serve(() => new Response("full", { status: 507 }));
    const source = takesDirectory ? folder.path : `${folder.path}/data.bin`;

    for (const args of [source, `${folder.path}/missing`]) {
      const { code } = await runProgram(path, {
        permissions: SEND_FILE,
        args: [server.url, args, ...more],
      });

      assertEquals(code, 1);
    }
  });
}
