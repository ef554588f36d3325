import { type Protocol, type Reply, upload } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { eventsOf } from "../support/events.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { isOpen } from "../support/open_files.ts";
import { type RawConnection, serveRaw } from "../support/raw_server.ts";

const SIZE = 3_000_000;

/** Sends a source in parts of a million bytes, all of them at once, to paths of their own. */
const inParts: Protocol = async ({ url, headers, source }, send) => {
  const replies: Promise<Reply>[] = [];
  for (let start = 0; start < source.size; start += 1_000_000) {
    const range = { start, end: Math.min(start + 1_000_000, source.size) };
    replies.push(send({
      url: new URL(`part/${start}`, url),
      method: "PUT",
      headers,
      open: () => source.open(range),
      reopens: source.reopens,
    }));
  }
  await Promise.all(replies);
  return await send({ url: new URL("done", url), method: "POST", headers });
};

Deno.test("a protocol sends parts of a file at the same time, each of them once", async () => {
  using folder = new TempFolder();
  const bytes = randomBytes(SIZE);
  const path = folder.write("data.bin", bytes);
  const arrived = Promise.withResolvers<void>();
  let waiting = 0;
  // No part is answered before all of them are here.
  await using server = serve(async ({ url }) => {
    if (url.pathname === "/done") return new Response("complete");
    if (++waiting === 3) arrived.resolve();
    await arrived.promise;
    return new Response();
  });
  const params = { progress: true, progressInterval: 0, protocol: inParts };

  const events = await eventsOf(upload(server.url, "PUT", params, path));

  const ended = events.at(-1);
  assert(ended?.phase === "ended");
  assertEquals([ended.status, ended.response], [200, "complete"]);
  const counts = events.map(({ bytesTransferred }) => bytesTransferred);
  assertEquals(counts, counts.toSorted((one, other) => one - other));
  assertEquals(counts.at(-1), SIZE);
  const parts = server.received
    .filter(({ url }) => url.pathname !== "/done")
    .toSorted(({ url }, other) => partOf(url) - partOf(other.url));
  assertEquals(parts.map(({ bytes }) => bytes.length), [1e6, 1e6, 1e6]);
  const whole = await new Blob(parts.map(({ bytes }) => bytes)).bytes();
  assert(sameBytes(whole, bytes));
  assertEquals(await isOpen(path), false);
});

function partOf({ pathname }: URL): number {
  return Number(pathname.split("/").at(-1));
}

/** Sends the source twice at once, aborts the first one on its way, and sends it again. */
const abortedOnce = (reached: Promise<void>): Protocol =>
async (
  { url, headers, source },
  send,
) => {
  const request = (path: string, signal?: AbortSignal) => ({
    url: new URL(path, url),
    method: "PUT",
    headers,
    open: () => source.open(),
    reopens: source.reopens,
    signal,
  });
  const controller = new AbortController();
  const aborted = send(request("stuck", controller.signal));
  const other = send(request("other"));
  await reached;
  controller.abort(new Error("too slow"));
  const error = await aborted.catch((thrown) => thrown);
  assertEquals(error.code, "cancelled");
  await other;
  return await send(request("again"));
};

Deno.test("a request is aborted alone and sent again while another one runs, and the upload continues", async () => {
  using folder = new TempFolder();
  const bytes = randomBytes(SIZE);
  const path = folder.write("data.bin", bytes);
  const reached = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<void>();
  const paths: string[] = [];
  await using server = serveRaw(async (connection) => {
    const path = (await connection.readHead()).split(" ")[1] ?? "";
    paths.push(path);
    if (path === "/stuck") {
      await connection.readBytes(1000);
      reached.resolve();
      await connection.drain();
      return lost.resolve();
    }
    assert(sameBytes(await connection.readBytes(SIZE), bytes));
    await answerOk(connection);
  });
  const protocol = abortedOnce(reached.promise);
  const params = { progress: true, protocol };
  const running = upload(server.url, "PUT", params, path);

  const { status, bytesTransferred } = await running.ended;

  await lost.promise;
  assertEquals(status, 200);
  assertEquals(paths.toSorted(), ["/again", "/other", "/stuck"]);
  // The other one and the last one, but no more than there is.
  assertEquals(bytesTransferred, SIZE);
  assertEquals(running.cancel(), false);
  assertEquals(await isOpen(path), false);
});

function answerOk(connection: RawConnection): Promise<boolean> {
  return connection.write(
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
  );
}

Deno.test("cancel() ends all requests of a protocol, whatever the protocol does", async () => {
  using folder = new TempFolder();
  const path = folder.sparse("data.bin", SIZE);
  let connections = 0;
  const all = Promise.withResolvers<void>();
  await using server = serveRaw(async (connection) => {
    await connection.readHead();
    if (++connections === 3) all.resolve();
    await connection.drain();
  });
  const stubborn: Protocol = async (upload, send) => {
    try {
      return await inParts(upload, send);
    } catch {
      return await send({ url: upload.url, method: "POST", headers: {} });
    }
  };
  const params = { protocol: stubborn };
  const running = upload(server.url, "PUT", params, path);
  await all.promise;

  assertEquals(running.cancel("enough"), true);

  const { error } = await running.ended;
  assertEquals([error?.code, error?.cause], ["cancelled", "enough"]);
  assertEquals(connections, 3);
  assertEquals(await isOpen(path), false);
});

Deno.test("a failed request of a protocol ends the upload with its error, unless the protocol catches it", async () => {
  await using server = serveRaw(async (connection, index) => {
    await connection.readHead();
    if (index === 0) return;
    await answerOk(connection);
  });
  const post: Protocol = ({ url, headers }, send) =>
    send({ url, method: "POST", headers });
  const patient: Protocol = async (upload, send) => {
    try {
      return await post(upload, send);
    } catch {
      return await post(upload, send);
    }
  };
  const source = new Uint8Array(5);

  const run = (protocol: Protocol) =>
    upload({ url: server.url, source, protocol, retry: 0 }).ended;

  const once = await run(post);
  const twice = await run(patient);

  assertEquals([once.error?.code, once.status], ["network", -1]);
  assertEquals(twice.status, 200);
});

Deno.test("a protocol that throws ends the upload with an error", async () => {
  const protocol: Protocol = () => Promise.reject(new Error("no such thing"));
  const source = new Uint8Array(5);

  const { error } = await upload("http://127.0.0.1/", "PUT", {
    protocol,
  }, source).ended;

  assert(error?.message.includes("no such thing"));
});

Deno.test("a protocol that is not a function is refused", () => {
  let message = "";
  try {
    Reflect.apply(upload, undefined, [{
      url: "http://127.0.0.1/",
      source: new Uint8Array(),
      protocol: "tus",
    }]);
  } catch (thrown) {
    message = String(thrown);
  }

  assertEquals(
    message,
    "TypeError: upload: 'protocol' must be a function, such as the result of tus(), rufh() or s3() (got string)",
  );
});
