import { assertEquals, assertRejects } from "@std/assert";
import { sendTo } from "../support/send_to.ts";
import { until } from "../support/until.ts";
import { times } from "../support/server_hooks.ts";
import { TUS, TUS_PATCH } from "../support/tus/tus_requests.ts";
import { TusServer } from "../support/tus/tus_server.ts";

const CREATE = { ...TUS, "upload-length": "10" };

/** Starts a server with an empty upload of 10 bytes. */
async function serverWithUpload(): Promise<TusServer> {
  const server = await new TusServer().listen();
  await sendTo(server, "POST", "/files/", CREATE);
  return server;
}

/** Sends a PATCH as a stream: Deno may send bytes twice by itself. */
function patch(server: TusServer, offset: number, text: string) {
  const body = new Blob([text]).stream();
  const headers = { ...TUS_PATCH, "upload-offset": String(offset) };
  return sendTo(server, "PATCH", "/files/1", headers, body);
}

Deno.test("a hook responds to a few requests in place of the server", async () => {
  await using server = await serverWithUpload();
  server.hooks.answer = times(2, "PATCH", {
    status: 503,
    headers: { "Retry-After": "7" },
  });
  const { status, headers } = await patch(server, 0, "0123");
  assertEquals([status, headers.get("retry-after")], [503, "7"]);
  assertEquals((await sendTo(server, "HEAD", "/files/1", TUS)).status, 200);
  assertEquals((await patch(server, 0, "0123")).status, 503);
  assertEquals((await patch(server, 0, "0123")).status, 204);
  const [, first] = server.requests;
  assertEquals([first?.received, first?.stored], [4, 0]);
  assertEquals(server.repeatedBytes, 0);
});

Deno.test("a hook drops the connection, and keeps only what came before", async () => {
  await using server = await serverWithUpload();
  server.hooks.keep = ({ method }) => method === "PATCH" ? 3 : undefined;
  await assertRejects(() => patch(server, 0, "0123456"), TypeError);
  const request = server.requests.at(-1);
  assertEquals(
    [request?.received, request?.stored, request?.complete, request?.status],
    [3, 3, false, undefined],
  );
  server.hooks = {};
  const { headers } = await sendTo(server, "HEAD", "/files/1", TUS);
  assertEquals(headers.get("upload-offset"), "3");
  assertEquals((await patch(server, 3, "3456789")).status, 204);
  assertEquals([server.repeatedBytes, server.violations], [0, []]);
});

Deno.test("a hook loses a response after the request was processed", async () => {
  await using server = await serverWithUpload();
  server.hooks.lose = ({ method }) => method === "PATCH";
  await assertRejects(() => patch(server, 0, "0123456789"), TypeError);
  assertEquals(server.requests.at(-1)?.status, undefined);
  assertEquals(server.onlyUpload.isComplete, true);
  assertEquals(server.onlyUpload.acknowledged, 0);
});

Deno.test("acknowledged bytes that arrive again are counted", async () => {
  await using server = await serverWithUpload();
  await patch(server, 0, "01234");
  assertEquals((await patch(server, 3, "3456")).status, 409);
  assertEquals(server.repeatedBytes, 2);
  assertEquals(server.violations, ["Upload-Offset is 3, not 5"]);
});

Deno.test("bytes that a server has lost may arrive again", async () => {
  await using server = await serverWithUpload();
  await patch(server, 0, "01234");
  server.onlyUpload.truncate(2);
  assertEquals((await patch(server, 5, "56789")).status, 409);
  const { headers } = await sendTo(server, "HEAD", "/files/1", TUS);
  assertEquals(headers.get("upload-offset"), "2");
  assertEquals((await patch(server, 2, "23456789")).status, 204);
  assertEquals([server.repeatedBytes, server.violations], [0, []]);
  const bytes = await server.onlyUpload.bytes();
  assertEquals(new TextDecoder().decode(bytes), "0123456789");
});

Deno.test("an upload can be locked, and can expire at once", async () => {
  await using server = await serverWithUpload();
  server.onlyUpload.locked = true;
  assertEquals((await patch(server, 0, "0")).status, 423);
  server.onlyUpload.locked = false;
  server.onlyUpload.expire();
  assertEquals((await patch(server, 0, "0")).status, 410);
  assertEquals(server.violations, []);
});

Deno.test("the Location takes the form that a hook gives it", async () => {
  await using server = await new TusServer().listen();
  const create = async () =>
    (await sendTo(server, "POST", "/files/", CREATE)).headers.get("location");
  assertEquals(await create(), `${server.url}files/1`);
  server.hooks.location = ({ pathname }) => pathname;
  assertEquals(await create(), "/files/2");
  server.hooks.location = ({ host, pathname }) => `//${host}${pathname}`;
  assertEquals(await create(), `${server.url.slice(5)}files/3`);
});

/** Opens a PATCH of 10 bytes, of which five come now. */
async function beginPatch({ url }: TusServer): Promise<Deno.TcpConn> {
  const { hostname, port } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const head = Object.entries({ ...TUS_PATCH, "content-length": "10" })
    .map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const text =
    `PATCH /files/1 HTTP/1.1\r\nHost: ${hostname}\r\nUpload-Offset: 0\r\n${head}\r\n01234`;
  await connection.write(new TextEncoder().encode(text));
  return connection;
}

Deno.test("a request waits for one whose client has disconnected", async () => {
  await using server = await serverWithUpload();
  const connection = await beginPatch(server);
  await until(() => server.requests.at(-1)?.received === 5);
  connection.close();
  assertEquals((await patch(server, 5, "56789")).status, 204);
  assertEquals([server.repeatedBytes, server.violations], [0, []]);
});

Deno.test("a request drops a stalled one, which is not a violation", async () => {
  await using server = await serverWithUpload();
  using _stalled = await beginPatch(server);
  await until(() => server.requests.at(-1)?.received === 5);
  assertEquals((await patch(server, 5, "56789")).status, 204);
  assertEquals(server.requestsOf("PATCH")[0]?.status, undefined);
  assertEquals([server.repeatedBytes, server.violations], [0, []]);
});

Deno.test("a client that disconnects after its last byte commits no violation", async () => {
  await using server = await serverWithUpload();
  const connection = await beginPatch(server);
  await until(() => server.requests.at(-1)?.received === 5);
  const second = patch(server, 10, "");
  await until(() => server.requests.length === 3);
  await connection.write(new TextEncoder().encode("56789"));
  await until(() => server.onlyUpload.offset === 10);
  connection.close();
  assertEquals((await second).status, 204);
  assertEquals([server.repeatedBytes, server.violations], [0, []]);
});

Deno.test("a PATCH during another one is recorded", async () => {
  await using server = await serverWithUpload();
  const connection = await beginPatch(server);
  await until(() => server.requests.at(-1)?.received === 5);
  const second = patch(server, 5, "56789");
  await until(() => server.requests.length === 3);
  await connection.write(new TextEncoder().encode("56789"));
  assertEquals((await second).status, 409);
  connection.close();
  assertEquals(server.violations[0], "a PATCH was sent during another one");
});
