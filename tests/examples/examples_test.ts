import { assertEquals, assertMatch } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { withSignals } from "../support/platform.ts";
import { runProgram, spawnProgram } from "../support/program.ts";
import { serveRaw } from "../support/raw_server.ts";

const SEND_FILE = ["--allow-net=127.0.0.1", "--allow-read"];

Deno.test("examples/quickstart.ts prints progress and the response", async () => {
  using folder = new TempFolder();
  folder.write("object.json", '{"a":1}');
  await using server = serve();

  const { code, stdout, stderr } = await runProgram("examples/quickstart.ts", {
    permissions: SEND_FILE,
    args: [server.url, "object.json"],
    cwd: folder.path,
  });

  assertEquals([code, stderr], [0, ""]);
  assertEquals(stdout, "7 of 7\nUpload complete! 200 7\n");
  const [received] = server.received;
  assertEquals(received?.headers.get("content-type"), "application/json");
  assertEquals(new TextDecoder().decode(received?.bytes), '{"a":1}');
});

Deno.test("examples/progress_bar.ts prints a line for every 10 % if it is piped", async () => {
  using folder = new TempFolder();
  folder.write("data.bin", 2_000_000);
  await using server = serve();

  const { code, stdout } = await runProgram("examples/progress_bar.ts", {
    permissions: SEND_FILE,
    args: [server.url, "data.bin"],
    cwd: folder.path,
  });

  assertEquals(code, 0);
  const lines = stdout.trimEnd().split("\n");
  assertMatch(lines.at(-2) ?? "", /^100 %/);
  assertEquals(lines.at(-1), "uploaded, status 200");
  assertEquals(lines.length <= 12, true);
});

Deno.test("examples/presigned_put.ts sends a Content-Length and prints the ETag", async () => {
  using folder = new TempFolder();
  folder.write("data.bin", 100_000);
  await using server = serve(({ url, headers }) =>
    headers.get("content-length") === "100000" && url.search === "?X-Sig=1"
      ? new Response(null, { headers: { etag: '"abc"' } })
      : new Response(null, { status: 411 })
  );

  const { code, stdout } = await runProgram("examples/presigned_put.ts", {
    permissions: SEND_FILE,
    args: [`${server.url}object?X-Sig=1`, "data.bin"],
    cwd: folder.path,
  });

  assertEquals([code, stdout], [0, 'stored, ETag "abc"\n']);
});

Deno.test("examples/presigned_put.ts fails when the storage refuses", async () => {
  using folder = new TempFolder();
  folder.write("data.bin", 10);
  await using server = serve(() => new Response("expired", { status: 403 }));

  const { code, stderr } = await runProgram("examples/presigned_put.ts", {
    permissions: SEND_FILE,
    args: [server.url, "data.bin"],
    cwd: folder.path,
  });

  assertEquals([code, stderr], [1, "refused with 403: expired\n"]);
});

Deno.test("examples/form_upload.ts sends a form with its fields", async () => {
  using folder = new TempFolder();
  folder.write("photo.jpg", 100_000);
  await using server = serve();

  const { code } = await runProgram("examples/form_upload.ts", {
    permissions: SEND_FILE,
    args: [server.url, "photo.jpg", "Holiday"],
    cwd: folder.path,
  });

  assertEquals(code, 0);
  const [received] = server.received;
  const { bytes, headers } = received ?? {};
  const form = await new Response(bytes, headers && { headers }).formData();
  assertEquals(form.get("title"), "Holiday");
  assertEquals(form.get("public"), "true");
  const file = form.get("attachment");
  assertEquals(file instanceof File && [file.name, file.type, file.size], [
    "photo.jpg",
    "image/jpeg",
    100_000,
  ]);
});

withSignals.test("examples/cancel_button.ts stops at Ctrl-C", async () => {
  using folder = new TempFolder();
  folder.sparse("data.bin", 1e9);
  const { promise: gone, resolve } = Promise.withResolvers<number>();
  const { promise: child, resolve: started } = Promise.withResolvers<
    Deno.ChildProcess
  >();
  await using server = serveRaw(async (connection) => {
    await connection.readHead();
    (await child).kill("SIGINT");
    resolve(await connection.drain());
  });
  const spawned = spawnProgram("examples/cancel_button.ts", {
    permissions: SEND_FILE,
    args: [server.url, "data.bin"],
    cwd: folder.path,
  });
  started(spawned);

  const { code, stderr } = await spawned.output();

  assertEquals(code, 130);
  assertMatch(
    new TextDecoder().decode(stderr),
    /was cancelled: Ctrl-C, after \d+ bytes\n$/,
  );
  assertEquals(await gone < 1e9, true);
});

/** A server that issues tokens, each for one request. */
function serveTokens() {
  let issued = 0;
  let uses = 0;
  return serve(({ url, headers }) => {
    if (url.pathname === "/token") return new Response(`${++issued}`);
    if (headers.get("authorization") !== `Bearer ${issued}` || ++uses === 1) {
      return new Response("expired", { status: 401 });
    }
    return uses === 2
      ? new Response("busy", { status: 503, headers: { "retry-after": "0" } })
      : new Response("ok");
  });
}

Deno.test("examples/retry.ts requests a new token, and sends the file again", async () => {
  using folder = new TempFolder();
  folder.write("data.bin", 2_000_000);
  await using server = serveTokens();

  const { code, stdout, stderr } = await runProgram("examples/retry.ts", {
    permissions: SEND_FILE,
    args: [server.url, "data.bin", `${server.url}token`],
    cwd: folder.path,
  });

  assertEquals([code, stderr], [0, ""]);
  assertEquals(
    stdout,
    "status 401; attempt 2 in 0 ms\n" +
      "status 503; attempt 3 in 0 ms\n" +
      "stored 2000000 bytes\n",
  );
  const sent = server.received.filter(({ url }) => url.pathname === "/");
  assertEquals(sent.map(({ bytes }) => bytes.length), Array(3).fill(2_000_000));
  assertEquals(
    sent.map(({ headers }) => headers.get("authorization")),
    ["Bearer 1", "Bearer 2", "Bearer 3"],
  );
});

Deno.test("examples/retry.ts prints the response of the server if no token helps", async () => {
  using folder = new TempFolder();
  folder.write("data.bin", 10);
  await using server = serve(() => new Response("denied", { status: 401 }));
  await using tokens = serve(() => new Response("1"));

  const { code, stderr } = await runProgram("examples/retry.ts", {
    permissions: SEND_FILE,
    args: [server.url, "data.bin", tokens.url],
    cwd: folder.path,
  });

  assertEquals([code, stderr], [1, "not stored, status 401: denied\n"]);
  assertEquals(server.received.length, 2);
});
