import { assertEquals, assertMatch } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { type Received, serve } from "../support/http_server.ts";
import { runProgram } from "../support/program.ts";
import { requestsTo } from "../support/requests_to.ts";
import { S3_CREDENTIALS } from "../support/s3/s3_options.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";
import { TusServer } from "../support/tus/tus_server.ts";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const README = await Deno.readTextFile(`${ROOT}README.md`);
/** The programs in the README: each of them imports what it uses. */
const PROGRAMS = README.matchAll(/```ts ignore\n([^]*?)```/g)
  .map(([, code = ""]) => code).filter((code) => code.includes("import "))
  .toArray();

/** What a program prints, and what the servers then have. */
type Expected = (code: string) => [stdout: RegExp, received: string[]];

/** By a word that only this program has. */
const EXPECTED: Record<string, Expected> = {
  "this program": (code) => [
    new RegExp(`^${code.length} of ${code.length}\n200 stored\n$`, "m"),
    [`PUT /put ${code.length}`],
  ],
  "tusdemo": () => [/^204 \n$/, ["POST 201", "PATCH 0 204"]],
  "amazonaws": () => [/^200 \n$/, ["PutObject film.mp4 200"]],
  "DocumentsDirectory": () => [
    /^Upload complete!\n$/,
    ["POST /restapi.php 7"],
  ],
};

Deno.test("each program in the README runs as is", async (test) => {
  assertEquals(PROGRAMS.length, Object.keys(EXPECTED).length);
  for (const [word, expect] of Object.entries(EXPECTED)) {
    await test.step(word, async () => {
      const [code = ""] = PROGRAMS.filter((code) => code.includes(word));
      using folder = new TempFolder();
      folder.write("object.json", '{"a":1}');
      folder.write("film.mp4", 7);
      await using server = serve(respond);
      await using tusServer = await new TusServer().listen();
      await using s3Server = await new StrictS3Server().listen();
      // The servers of the examples are on the internet.
      const local = code.replaceAll(
        /https:\/\/httpbin\.org\/|http:\/\/127\.0\.0\.1\//g,
        server.url,
      ).replace("https://tusd.tusdemo.net/files/", tusServer.endpoint)
        .replace(
          /https:\/\/bucket\.s3\.[^"]*/,
          s3Server.pathStyleUrl("film.mp4"),
        );
      const program = folder.write("main.ts", local);

      const { code: exitCode, stdout, stderr } = await runProgram(
        relative(ROOT, program).replaceAll("\\", "/"),
        {
          permissions: ["--check", ...PERMISSIONS],
          cwd: folder.path,
          env: {
            XDG_DOCUMENTS_DIR: folder.path,
            AWS_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
            AWS_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
          },
        },
      );

      assertEquals([exitCode, stderr], [0, ""]);
      const [pattern, received] = expect(local);
      assertMatch(stdout, pattern);
      assertEquals(
        [
          ...server.received.map(describe),
          ...requestsTo(tusServer),
          ...s3Server.requests.map(({ operation, key, status }) =>
            `${operation} ${key} ${status}`
          ),
        ],
        received,
      );
    });
  }
});

const PERMISSIONS = [
  ...["--allow-net=127.0.0.1", "--allow-read", "--allow-write"],
  "--allow-env",
];

function respond(): Response {
  return new Response("stored");
}

function describe({ method, url, bytes }: Received): string {
  return `${method} ${url.pathname} ${bytes.byteLength}`;
}
