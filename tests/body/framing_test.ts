import { assert, assertEquals } from "@std/assert";
import {
  copiesByTee,
  framingOf,
  type Platform,
  sendsStreams,
  streamBody,
} from "../../src/body/framing.ts";
import type { Bytes } from "../../src/streams/bytes.ts";
import { sameBytes, streamOf } from "../support/bytes.ts";
import { randomBytes } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { turn } from "../support/turns.ts";

/** As browsers have it: it leaves out the header. */
class BrowserRequest extends Request {
  override get headers(): Headers {
    const headers = new Headers(super.headers);
    headers.delete("content-length");
    return headers;
  }
}

/** As Node has it. */
class NodeRequest extends Request {
  readonly duplex = "half";

  override clone(): Request {
    this.body?.tee();
    return this;
  }
}

/** As Bun has it: it reads what a Blob holds, whatever it says. */
class BunRequest extends Request {
  constructor(input: URL | RequestInfo, init: RequestInit = {}) {
    const { body } = init;
    super(input, { ...init, body: body instanceof Blob ? "" : body ?? null });
  }
}

/** It asks a Blob for its stream, as many do that stand in for the native one, and then sends another. */
class PolyfilledRequest extends BunRequest {
  constructor(input: URL | RequestInfo, init: RequestInit = {}) {
    if (init.body instanceof Blob) init.body.stream();
    super(input, init);
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
    { FixedLengthStream, Request },
    "fixed-length-stream",
  ],
  ["that takes the stream of a Blob", { Request }, "blob"],
  ["that has duplex requests", { Request: NodeRequest }, "header"],
  ["that reads what a Blob holds", { Request: BunRequest }, "header"],
  ["that reads a stream of a Blob in vain", {
    Request: PolyfilledRequest,
  }, "header"],
  ["that leaves out the header", { Request: BrowserRequest }, "none"],
];

for (const [what, platform, framing] of PLATFORMS) {
  Deno.test(`framingOf() finds ${framing} for a platform ${what}`, () => {
    assertEquals(framingOf(platform), framing);
  });
}

Deno.test("framingOf() finds a framing in this runtime", () => {
  assertEquals(framingOf(globalThis), "blob");
  assertEquals(sendsStreams(), true);
});

Deno.test("copiesByTee() sees whether a clone of a request uses the stream's own tee", () => {
  assertEquals(copiesByTee({ Request: NodeRequest }), true);
  assertEquals(copiesByTee(globalThis), false);
});

Deno.test("streamBody() returns a stream of unknown length as is", () => {
  const stream = new ReadableStream<Bytes>();

  const { body, lengthHeader } = streamBody(() => stream, -1);

  assert(body === stream);
  assertEquals(lengthHeader, false);
});

for (const size of [1, 60_000, 3_000_000]) {
  Deno.test(`streamBody() makes this runtime's fetch send the length of a stream of ${size} bytes`, async () => {
    await using server = serve();
    const bytes = randomBytes(size);

    const { body, lengthHeader } = streamBody(() => streamOf(bytes), size);
    const response = await fetch(server.url, { method: "PUT", body });
    await response.body?.cancel();

    assertEquals(lengthHeader, false);
    const [received] = server.received;
    assert(received !== undefined);
    assertEquals(received.headers.get("content-length"), String(size));
    assertEquals(received.headers.get("transfer-encoding"), null);
    assert(sameBytes(received.bytes, bytes));
  });
}

Deno.test("streamBody() opens nothing, and reads nothing, before the body is sent", async () => {
  let opened = 0;
  let asked = 0;
  const open = () => {
    opened++;
    return new ReadableStream<Bytes>({
      pull: () => void asked++,
    }, { highWaterMark: 0 });
  };

  const { body } = streamBody(open, 5);

  assert(body instanceof Blob);
  assertEquals(body.size, 5);
  assertEquals(opened, 0);
  new Response(body);
  await turn();
  assertEquals([opened, asked], [1, 0]);
});

for (const size of [65_537, -1]) {
  Deno.test(`streamBody() opens a body of size ${size} again for a fetch that repeats it`, async () => {
    const statuses = [503, 503, 201];
    await using server = serve(() =>
      new Response(null, { status: statuses.shift() ?? 500 })
    );
    const bytes = randomBytes(65_537);
    const sized = streamBody(() => streamOf(bytes), size);
    const init = {
      method: "PUT",
      get body() {
        return sized.body;
      },
    };

    let status;
    do {
      // Its own body is looked at besides, as a logger does.
      const response = await fetch(server.url, { ...init, headers: {} });
      await response.body?.cancel();
      ({ status } = response);
      assert(init.body !== null);
    } while (status === 503);

    assertEquals(status, 201);
    assertEquals(server.received.length, 3);
    for (const received of server.received) {
      assert(sameBytes(received.bytes, bytes));
      assertEquals(
        received.headers.get("content-length"),
        size < 0 ? null : String(size),
      );
    }
  });
}
