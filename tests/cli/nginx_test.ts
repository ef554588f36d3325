import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { runCli } from "../support/cli/run_cli.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { startNginx } from "../support/nginx.ts";
import { testWith } from "../support/server_program.ts";

const MIB = 1024 * 1024;

testWith(
  "nginx",
  "upload puts files of any name to nginx, whole",
  async (nginx) => {
    using folder = new TempFolder();
    using files = new TempFolder();
    const contents: Record<string, Uint8Array<ArrayBuffer>> = {
      "film.mp4": randomBytes(20 * MIB + 1),
      "a b%20c?#&.txt": randomBytes(1000),
      "grüße 漢字 👍🏽": randomBytes(1000),
      "line\nbreak": randomBytes(1000),
      '{"a":1}': randomBytes(1000),
      "empty": new Uint8Array(),
    };
    const names = Object.entries(contents)
      .map(([name, bytes]) => files.write(name, bytes));
    await using server = await startNginx(nginx, { folder: folder.path });

    const { code, stderr } = await runCli(["-q", ...names, server.url]);

    assertEquals([code, stderr], [0, ""]);
    for (const [name, bytes] of Object.entries(contents)) {
      const stored = Deno.readFileSync(`${folder.path}/files/${name}`);
      assert(sameBytes(stored, bytes), name);
    }
  },
);

testWith(
  "nginx",
  "upload shows what nginx says of a file that is too large",
  async (nginx) => {
    using folder = new TempFolder();
    using files = new TempFolder();
    await using server = await startNginx(nginx, {
      folder: folder.path,
      directives: "client_max_body_size 1k;",
    });

    const { code, stdout, stderr } = await runCli([
      "-q",
      files.write("a", 100_000),
      server.url,
    ]);

    assertEquals([code, stdout], [1, ""]);
    assert(/responded with 413.*--resume tus/.test(stderr), stderr);
    assert(/Request Entity Too Large/.test(stderr), stderr);
  },
);
