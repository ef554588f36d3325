import { assert, assertEquals, assertThrows } from "@std/assert";
import type { Bytes } from "../../src/streams/bytes.ts";
import {
  framingOf,
  type Platform,
  sendsStreams,
  streamBody,
} from "../../src/body/framing.ts";

/** A Request as browsers have it: it leaves out the header. */
class BrowserRequest extends Request {
  override get headers(): Headers {
    const headers = new Headers(super.headers);
    headers.delete("content-length");
    return headers;
  }
}

/** A Response that reads what a Blob holds, as most runtimes do, and not what it says. */
class BlobReadingResponse extends Response {
  constructor(body?: BodyInit | null) {
    super(body instanceof Blob ? "what it holds" : body);
  }
}

class FixedLengthStream extends TransformStream<Bytes, Bytes> {
  constructor(readonly size: number) {
    super();
  }
}

const PLATFORMS: [what: string, Platform, framing: string][] = [
  [
    "that has a FixedLengthStream",
    { FixedLengthStream, Request, Response },
    "fixed-length-stream",
  ],
  ["whose Response asks a Blob for its stream", { Request, Response }, "blob"],
  [
    "whose Response does not, and that keeps the header",
    { Request, Response: BlobReadingResponse },
    "header",
  ],
  [
    "that does neither",
    { Request: BrowserRequest, Response: BlobReadingResponse },
    "none",
  ],
];

for (const [what, platform, framing] of PLATFORMS) {
  Deno.test(`framingOf() finds ${framing} for a platform ${what}`, () => {
    assertEquals(framingOf(platform), framing);
  });
}

Deno.test("framingOf() finds a way in this runtime", () => {
  assertEquals(framingOf(globalThis), "blob");
  assertEquals(sendsStreams(), true);
});

Deno.test("streamBody() gives a stream of unknown length as it is", () => {
  const stream = new ReadableStream<Bytes>();

  assertEquals(streamBody(stream, -1), { body: stream, lengthHeader: false });
});

Deno.test("streamBody() gives the stream a length that this runtime's fetch sends", async () => {
  const received = Promise.withResolvers<[Headers, Uint8Array]>();
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      received.resolve([request.headers, await request.bytes()]);
      return new Response();
    },
  );
  const bytes = crypto.getRandomValues(new Uint8Array(60_000));
  const stream = ReadableStream.from([
    bytes.subarray(0, 20_000),
    bytes.subarray(20_000),
  ]);

  const sized = streamBody(stream, 60_000);
  assertEquals(sized.lengthHeader, false);
  const url = `http://127.0.0.1:${server.addr.port}/`;
  const response = await fetch(url, { method: "PUT", body: sized.body });
  await response.body?.cancel();
  const [headers, got] = await received.promise;

  assertEquals(headers.get("content-length"), "60000");
  assertEquals(headers.get("transfer-encoding"), null);
  assertEquals(got, bytes);
});

Deno.test("streamBody() takes no byte from the stream before it is sent", async () => {
  let asked = false;
  const stream = new ReadableStream<Bytes>({
    pull: () => void (asked = true),
  }, { highWaterMark: 0 });

  const sized = streamBody(stream, 5);
  await Promise.resolve();

  assert(sized.body instanceof Blob);
  assertEquals(sized.body.size, 5);
  assertEquals(asked, false);
});

Deno.test("streamBody() gives a Blob that can be read whole, but not in parts", async () => {
  const blob = () => {
    const { body } = streamBody(new Blob(["hello"]).stream(), 5);
    assert(body instanceof Blob);
    return body;
  };
  const hello = new TextEncoder().encode("hello");

  assertEquals(await blob().text(), "hello");
  assertEquals(await blob().bytes(), hello);
  assertEquals(new Uint8Array(await blob().arrayBuffer()), hello);
  assertThrows(() => blob().slice(1, 2), TypeError, "no slices");
});
