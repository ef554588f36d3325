import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  type OpenUpload,
  type Protocol,
  type Send,
  type Upload,
  upload,
  type UploadEndedEvent,
  UploadError,
} from "@network/upload";
import { serve } from "../support/http_server.ts";

const SOURCE = new Uint8Array(100_000);

// deno-lint-ignore no-explicit-any
type Anything = (upload: OpenUpload, send: Send) => any;

function start(url: string, misuse: Anything): Upload {
  const protocol: Protocol = (upload, send) => misuse(upload, send);
  return upload({ url, source: SOURCE, protocol, timeout: 0 });
}

function requestOf({ url, headers, source }: OpenUpload) {
  const open = () => source.open();
  return { url, method: "PUT", headers, open, reopens: source.reopens };
}

function endedWith(misuse: Anything): Promise<UploadEndedEvent> {
  return start("http://127.0.0.1/", misuse).ended;
}

const NO_REPLIES: readonly (readonly [name: string, given: () => unknown])[] = [
  ["undefined", () => undefined],
  ["a Response", () => new Response()],
  ["an empty object", () => ({})],
  ["a response without a body", () => ({ response: new Response() })],
  ["a body without a response", () => ({
    ...{ response: {}, answer: { responseType: "text", response: "" } },
  })],
  ["an error", () => new UploadError("network", "none")],
];

for (const [name, given] of NO_REPLIES) {
  Deno.test(`a protocol that returns ${name} ends the upload with an error that says so`, async () => {
    const later = await endedWith(() => Promise.resolve(given()));
    const atOnce = await endedWith(given);

    for (const { error } of [later, atOnce]) {
      assertEquals(error?.code, "network");
      assertMatch(error?.message ?? "", /the protocol did not return a reply/);
    }
  });
}

Deno.test("an upload whose protocol never settles can be cancelled", async () => {
  const running = start("http://127.0.0.1/", () => new Promise(() => {}));
  await Promise.resolve();
  running.cancel("enough");

  assertEquals((await running.ended).error?.code, "cancelled");
});

Deno.test("a request without a URL fails its protocol and the upload", async () => {
  for (const url of [undefined, "http://127.0.0.1/"]) {
    const { error } = await endedWith((upload, send) =>
      send(Object.assign(requestOf(upload), { url }))
    );

    assertMatch(error?.message ?? "", /'url' must be a URL/);
  }
});

Deno.test("a protocol sends nothing after its upload has ended", async () => {
  await using server = serve();
  const sends: (() => Promise<unknown>)[] = [];
  const running = start(server.url, (upload, send) => {
    sends.push(() => send(requestOf(upload)));
    return send(requestOf(upload));
  });
  assertEquals((await running.ended).status, 200);

  for (const late of sends) await assertRejects(late, UploadError);

  assertEquals(server.received.length, 1);
});

Deno.test("a request that its protocol does not await is aborted before the upload ends", async () => {
  const stuck = Promise.withResolvers<Response>();
  const arrived = Promise.withResolvers<void>();
  const left: Promise<unknown>[] = [];
  await using server = serve(({ url }) => {
    if (url.pathname !== "/left") return new Response();
    arrived.resolve();
    return stuck.promise;
  });
  const running = start(server.url, async (upload, send) => {
    const url = new URL("left", upload.url);
    left.push(send({ ...requestOf(upload), url }).catch((thrown) => thrown));
    await arrived.promise;
    return await send(requestOf(upload));
  });

  const { status } = await running.ended;
  const [error] = await Promise.all(left);
  stuck.resolve(new Response());

  assertEquals(status, 200);
  assert(error instanceof UploadError);
  assertEquals(error.code, "cancelled");
});

Deno.test("a protocol whose bytes fail before they are read ends the upload with an error", async () => {
  const running = upload({
    url: "http://127.0.0.1/",
    source: SOURCE,
    fetch: () => Promise.reject(new Error("refused")),
    protocol: (upload, send) => {
      const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start: (controller) => controller.error(new Error("failed before")),
      });
      const open = () => ({ size: SOURCE.byteLength, stream });
      return send({ ...requestOf(upload), open });
    },
  });

  assertMatch((await running.ended).error?.message ?? "", /refused/);
});

Deno.test("a stream that a protocol opens and does not send is cancelled, in a form too", async () => {
  for (const multipart of [undefined, {}]) {
    const cancelled = Promise.withResolvers<void>();
    const source = new ReadableStream({ cancel: () => cancelled.resolve() });
    const running = upload({
      url: "http://127.0.0.1/",
      source,
      multipart,
      protocol: async ({ source }) => {
        await source.open();
        throw new Error("changed its mind");
      },
    });

    assertEquals((await running.ended).isError, true);
    await cancelled.promise;
  }
});
