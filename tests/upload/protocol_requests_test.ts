import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { type Protocol, upload, UploadError } from "@network/upload";
import type { SourceBytes } from "../../src/source/source.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { isOpen } from "../support/open_files.ts";
import { serveRaw } from "../support/raw_server.ts";
import { WatchedController } from "../support/watched_controller.ts";

Deno.test("a request of a protocol times out alone while another one continues", async () => {
  using folder = new TempFolder();
  const path = folder.write("data.bin", 200_000);
  using time = new FakeTime();
  const reached = Promise.withResolvers<void>();
  await using silent = serveRaw(async (connection) => {
    await connection.readHead();
    reached.resolve();
    await connection.drain();
  });
  await using server = serve();
  const order: string[] = [];
  async function* slow() {
    await reached.promise;
    // For three timeouts, of which the other request lasts one.
    for (let round = 0; round < 30; round++) {
      yield new Uint8Array(1_000);
      time.tick(20);
    }
  }
  const protocol: Protocol = async ({ url, method, headers, source }, send) => {
    const stuck = send({
      url: new URL(silent.url),
      method,
      headers,
      open: () => source.open(),
      reopens: true,
    }).catch((thrown) => {
      order.push("stuck");
      return thrown;
    });
    const going = send({
      url,
      method,
      headers,
      open: () => ({ size: -1, stream: ReadableStream.from(slow()) }),
    }).then((reply) => {
      order.push("going");
      return reply;
    });
    const error = await stuck;
    assert(error instanceof UploadError);
    assertEquals(error.code, "timeout");
    return await going;
  };

  const ended = await upload({
    url: server.url,
    method: "PUT",
    source: path,
    protocol,
    timeout: 0.2,
  }).ended;

  assertEquals([ended.status, order], [200, ["stuck", "going"]]);
  assertEquals(await isOpen(path), false);
});

Deno.test("a request of a protocol whose signal is already aborted sends nothing, and the upload continues", async () => {
  await using server = serve();
  const reason = new Error("not now");
  const protocol: Protocol = async ({ url, method, headers, source }, send) => {
    const request = {
      url,
      method,
      headers,
      open: () => source.open(),
      reopens: source.reopens,
    };
    const signal = AbortSignal.abort(reason);
    const error = await send({ ...request, signal }).catch((thrown) => thrown);
    assert(error instanceof UploadError);
    assertEquals([error.code, error.cause], ["cancelled", reason]);
    return await send(request);
  };

  for (const source of [new Uint8Array(5), randomBytes(200_000)]) {
    const ended = await upload({ url: server.url, source, protocol }).ended;

    assertEquals(ended.status, 200);
    assertEquals(ended.bytesTransferred, source.byteLength);
  }
  assertEquals(server.received.length, 2);
});

Deno.test("cancel() ends a request whose body is being opened, and cancels what opens too late", async () => {
  await using server = serve();
  const asked = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<SourceBytes>();
  const cancelled = Promise.withResolvers<void>();
  const protocol: Protocol = ({ url, method, headers }, send) =>
    send({
      url,
      method,
      headers,
      open: () => {
        asked.resolve();
        return opened.promise;
      },
    });
  const source = new Uint8Array(5);
  const running = upload({ url: server.url, source, protocol });
  await asked.promise;

  running.cancel("enough");

  const { error } = await running.ended;
  assertEquals([error?.code, error?.cause], ["cancelled", "enough"]);
  const stream = new ReadableStream({ cancel: () => cancelled.resolve() });
  opened.resolve({ size: -1, stream });
  await cancelled.promise;
  assertEquals(server.received.length, 0);
});

Deno.test("the signals of an upload and of its requests keep no listener of a request that has ended", async () => {
  await using server = serve();
  const controller = new WatchedController();
  const listeners: number[] = [];
  let uploadSignal: AbortSignal | undefined;
  let added = 0;
  let removed = 0;
  const protocol: Protocol = async ({ url, method, headers, signal }, send) => {
    uploadSignal = signal;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args: unknown[]) => {
      added++;
      return Reflect.apply(addEventListener, signal, args);
    };
    signal.removeEventListener = (...args: unknown[]) => {
      removed++;
      return Reflect.apply(removeEventListener, signal, args);
    };
    const own = controller.signal;
    const request = { url, method, headers, signal: own };
    const first = send(request);
    listeners.push(controller.listeners);
    await first;
    listeners.push(controller.listeners);
    await send({ ...request, url: new URL("http://127.0.0.1:1/") })
      .catch(() => {});
    listeners.push(controller.listeners);
    return await send(request);
  };

  const { status } = await upload({
    url: server.url,
    source: new Uint8Array(5),
    protocol,
  }).ended;

  assertEquals([status, listeners], [200, [1, 0, 0]]);
  assertEquals(controller.listeners, 0);
  // One listener of the upload, whatever the number of requests.
  assertEquals(added, 1);
  assertEquals(removed, 2);
  assertEquals(uploadSignal?.aborted, false);
});

Deno.test("a request of a protocol whose bytes are locked fails at once, without a timeout", async () => {
  await using server = serve();
  const stream = new Blob(["hello"]).stream();
  stream.getReader();
  const { error } = await upload({
    url: server.url,
    source: new Uint8Array(5),
    protocol: ({ url, method, headers }, send) =>
      send({ url, method, headers, open: () => ({ size: 5, stream }) }),
    timeout: 0,
    retry: 0,
    signal: AbortSignal.timeout(5_000),
  });

  assertEquals([error?.code, server.received.length], ["network", 0]);
});

Deno.test("no error shows the path of a URL that is not that of the call", async () => {
  const errorAt = async (path: string) => {
    const { error } = await upload({
      url: "https://example.com/call",
      source: new Blob(),
      fetch: (url) => Promise.reject(new TypeError(`${url} fails`)),
      protocol: ({ url }, send) =>
        send({ url: new URL(path, url), method: "PUT", headers: {} }),
    });
    return [error?.message, Deno.inspect(error?.cause)].join(" ");
  };

  assertStringIncludes(await errorAt("/secret"), "//example.com/… fails");
  assertEquals((await errorAt("/secret")).includes("/secret fails"), false);
  assertStringIncludes(await errorAt("/call"), "//example.com/call fails");
  assertStringIncludes(await errorAt("/"), "//example.com/ fails");
});
