import { assert, assertEquals, assertMatch } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { runCli, startCli } from "../support/cli/run_cli.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { withPosixFiles, withShell, withSignals } from "../support/platform.ts";
import type { ResumableServer } from "../support/resumable_server.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import { testWith } from "../support/server_program.ts";
import type { StoredUpload } from "../support/stored_upload.ts";
import {
  REAL_TUS_SERVERS,
  removeRealTusServers,
} from "../support/tus/real_tus_servers.ts";
import { TusServer } from "../support/tus/tus_server.ts";
import { until } from "../support/until.ts";

Deno.test.afterAll(removeRealTusServers);

const SIZE = 3_000_000;
/** What is stored before the program is ended. */
const PART = 300_000;

/** Where the program keeps unfinished uploads, in a test. */
function stateIn(folder: TempFolder): Record<string, string> {
  return { XDG_DATA_HOME: `${folder.path}/data`, HOME: folder.path };
}

/** How many bytes the uploads of a server have. */
function storedBy({ uploads }: ResumableServer<StoredUpload>): number {
  return [...uploads.values()].reduce((sum, { offset }) => sum + offset, 0);
}

const SERVERS = [
  { resume: "tus", start: () => new TusServer().listen(), path: "files/" },
  { resume: "rufh", start: () => new RufhServer().listen(), path: "target" },
];
const ENDS = [["SIGKILL", ""], [
  "SIGINT",
  "upload: interrupted; run the same command again to continue\n",
]] as const;

for (const { resume, start, path } of SERVERS) {
  for (const [signal, said] of ENDS) {
    withSignals.test(`upload --resume ${resume} continues after ${signal}`, async () => {
      using folder = new TempFolder();
      await using server = await start();
      const bytes = randomBytes(SIZE);
      const file = folder.write("film.mp4", bytes);
      const args = [
        ...["--resume", resume, "--limit-rate", "1M"],
        file,
        `${server.url}${path}`,
      ];
      const env = stateIn(folder);

      const child = startCli(["-q", ...args], { env });
      await until(() => storedBy(server) >= PART);
      child.kill(signal);
      const { stderr } = await child.output();
      assertEquals(new TextDecoder().decode(stderr), said);
      const { acknowledged } = server.onlyUpload;
      const again = await runCli(["--json", ...args.toSpliced(2, 2)], { env });

      assertEquals([again.code, again.stderr], [0, ""]);
      const events = again.stdout.trimEnd().split("\n")
        .map((line) => JSON.parse(line));
      const first = events.find(({ bytesStored }) => bytesStored > 0);
      assert(first.bytesStored >= acknowledged);
      assert(first.bytesStored < SIZE);
      assertEquals([server.violations, server.repeatedBytes], [[], 0]);
      assert(sameBytes(await server.onlyUpload.bytes(), bytes));
    });
  }
}

for (const { name, start } of REAL_TUS_SERVERS) {
  testWith(
    ["npm", "node"],
    `upload --resume tus continues on ${name} after kill -9`,
    async () => {
      using folder = new TempFolder();
      Deno.mkdirSync(`${folder.path}/uploads`);
      await using server = await start(`${folder.path}/uploads`);
      const bytes = randomBytes(SIZE);
      const args = [
        ...["--resume", "tus", "--json"],
        folder.write("film.mp4", bytes),
        server.endpoint,
      ];
      const env = stateIn(folder);

      const child = startCli(["--limit-rate", "1M", ...args], { env });
      const dead = child.output();
      await until(() => sizeOf(`${folder.path}/uploads`) >= PART);
      child.kill("SIGKILL");
      await dead;
      const { code, stdout } = await runCli(args, { env });

      const events = stdout.trimEnd().split("\n").map((line) =>
        JSON.parse(line)
      );
      assertEquals(code, 0, stdout);
      assert(
        events.some(({ bytesStored, phase }) =>
          phase !== "ended" && bytesStored > 0 && bytesStored < SIZE
        ),
      );
      const stored = [...Deno.readDirSync(`${folder.path}/uploads`)]
        .map(({ name }) => Deno.readFileSync(`${folder.path}/uploads/${name}`));
      assertEquals(stored.filter((file) => sameBytes(file, bytes)).length, 1);
    },
  );
}

/** The length of the largest file of a directory. */
function sizeOf(directory: string): number {
  return Math.max(
    0,
    ...[...Deno.readDirSync(directory)].map(({ name }) =>
      Deno.statSync(`${directory}/${name}`).size
    ),
  );
}

withPosixFiles.test("upload --resume keeps what it remembers from other users, and no secret in it", async () => {
  using folder = new TempFolder();
  await using server = await new TusServer().listen();
  const env = { ...stateIn(folder), TOKEN: "hunter2" };
  const state = `${folder.path}/data/network-upload`;
  // Whoever made it before may not have cared.
  Deno.mkdirSync(state, { recursive: true, mode: 0o755 });
  const child = startCli([
    ...["-q", "--resume", "tus", "--limit-rate", "1M", "--bearer-env", "TOKEN"],
    folder.write("film.mp4", SIZE),
    server.endpoint,
  ], { env });

  await until(() => storedBy(server) >= PART);
  child.kill("SIGINT");
  await child.output();

  const modes = [...Deno.readDirSync(state)].filter(({ name }) =>
    name.endsWith(".json")
  ).map(({ name }) => {
    const text = Deno.readTextFileSync(`${state}/${name}`);
    assert(!text.includes("hunter2"), text);
    return (Deno.statSync(`${state}/${name}`).mode ?? 0) & 0o777;
  });
  assertEquals((Deno.statSync(state).mode ?? 0) & 0o777, 0o700);
  assertEquals(modes, [0o600]);
});

Deno.test("upload --resume says that a server does not speak the protocol", async () => {
  using folder = new TempFolder();
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("hello"),
  );

  const { code, stderr } = await runCli([
    ...["--resume", "tus", folder.write("a", "x")],
    `http://127.0.0.1:${server.addr.port}/`,
  ], { env: stateIn(folder) });

  assertEquals(code, 4);
  assertMatch(stderr, /^upload: Cannot upload ".*a" to .*tus/);
});

withShell.test("upload --resume tus sends standard input in chunks, with a name", async () => {
  using folder = new TempFolder();
  await using server = await new TusServer().listen();

  const { code, stderr } = await runCli(
    ["-q", "--resume", "tus", "-", server.endpoint],
    { piped: "head -c 9000000 /dev/zero", env: stateIn(folder) },
  );

  assertEquals([code, stderr], [0, ""]);
  assertEquals((await server.onlyUpload.bytes()).byteLength, 9_000_000);
  assertEquals(server.requestsOf("PATCH").length, 2);
  const [creation] = server.requestsOf("POST");
  assertMatch(
    creation?.headers.get("upload-metadata") ?? "",
    /filename c3RkaW4=/,
  );
});
