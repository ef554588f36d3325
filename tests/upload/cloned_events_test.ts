import { upload, type UploadEvent, type UploadOptions } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { eventsOf } from "../support/events.ts";
import { serve } from "../support/http_server.ts";
import { HOSTILE_VALUES } from "../support/hostile_values.ts";

const HEADERS: [name: string, value: string][] = [
  ["etag", '"1"'],
  ["set-cookie", "a=1"],
  ["set-cookie", "b=2"],
  ["__proto__", "x"],
];

/** A worker that sends back what it is sent. */
class Echo implements Disposable {
  readonly #url = URL.createObjectURL(
    new Blob(["onmessage = ({ data }) => postMessage(data)"]),
  );
  readonly #worker = new Worker(this.#url, { type: "module" });

  async send(value: unknown): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#worker.onmessage = ({ data }) => resolve(data);
    this.#worker.onmessageerror = reject;
    this.#worker.postMessage(value);
    return await promise;
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
    URL.revokeObjectURL(this.#url);
  }
}

/** An event without its error, which a clone has as a plain `Error`. */
function withoutError(event: object) {
  return { ...event, error: undefined };
}

async function checkCloned(events: readonly UploadEvent[]): Promise<void> {
  using echo = new Echo();
  for (const event of events) {
    for (const clone of [structuredClone(event), await echo.send(event)]) {
      assert(typeof clone === "object" && clone !== null);
      assertEquals(withoutError(clone), withoutError(event));
      if (!event.isError) continue;
      assert("error" in clone && clone.error instanceof Error);
      assertEquals(clone.error.message, event.error.message);
    }
    const json = JSON.parse(JSON.stringify(event));
    assertEquals(json.requestId, event.requestId);
    if (event.phase !== "ended") continue;
    assertEquals(json.responseHeaders, event.responseHeaders);
    assertEquals(json.error, event.error?.toJSON());
  }
}

for (const type of ["text/plain", "image/png"]) {
  Deno.test(`every event of an upload can be cloned, sent to a worker and converted to JSON (${type})`, async () => {
    await using server = serve(() =>
      new Response("hello", { headers: [...HEADERS, ["content-type", type]] })
    );
    const source = new Uint8Array(70_000);

    const events = await eventsOf(
      upload({ url: server.url, source, progress: true }),
    );

    assertEquals(events.length >= 3, true);
    await checkCloned(events);
  });
}

const FAILURES: readonly [name: string, options: Partial<UploadOptions>][] = [
  ["a missing file", { source: "/nowhere/missing.bin" }],
  ["a closed port", { url: "http://127.0.0.1:1/" }],
  ["a source that throws a function", {
    source: ReadableStream.from((async function* () {
      yield await Promise.resolve(new Uint8Array(5));
      throw () => 1;
    })()),
  }],
  ["a fetch that throws a Response", {
    fetch: () => Promise.reject(new Response("no")),
  }],
];

for (const [name, options] of FAILURES) {
  Deno.test(`every event of an upload that fails by ${name} can be cloned`, async () => {
    const given = { url: "http://127.0.0.1/", source: new Uint8Array(5) };

    const events = await eventsOf(
      upload({ ...given, progress: true, ...options }),
    );

    assertEquals(events.at(-1)?.isError, true);
    await checkCloned(events);
  });
}

const REASONS: readonly (readonly [name: string, make: () => unknown])[] = [
  ...HOSTILE_VALUES,
  ["a function", () => () => 1],
  ["a Response", () => new Response("no")],
  ["an Error", () => new Error("no", { cause: new Response("no") })],
];

for (const [name, make] of REASONS) {
  Deno.test(`the event of an upload that is cancelled with ${name} can be cloned, and has the reason`, async () => {
    const source = new Uint8Array(5);
    const running = upload({ url: "http://127.0.0.1/", source });
    const reason = make();
    running.cancel(reason);

    const ended = await running;

    if (reason !== undefined) assert(ended.error?.cause === reason);
    await checkCloned([ended]);
  });
}
