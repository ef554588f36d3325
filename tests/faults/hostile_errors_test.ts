import { upload } from "@network/upload";
import { assert } from "@std/assert";
import { HOSTILE_VALUES } from "../support/hostile_values.ts";
import { meetFault } from "../support/invariants.ts";
import { closing } from "../support/raw_request.ts";

const TYPE = "application/octet-stream";
/** When an upload of how many bytes is cancelled: one goes out at once, one does not. */
const CANCELS: readonly (readonly [early: boolean, size: number])[] = [
  [true, 300_000],
  [false, 5],
  [false, 300_000],
];

for (const [name, make] of HOSTILE_VALUES) {
  Deno.test(`upload() ends when ${name} is the reason to cancel`, async () => {
    for (const [early, size] of CANCELS) {
      const reason = make();
      const { error } = await meetFault(
        { ends: "cancelled", size },
        (scene) => {
          const arrived = Promise.withResolvers<void>();
          const url = scene.serve(async (connection) => {
            await connection.readHead();
            arrived.resolve();
            await connection.drain();
          });
          const source = new Uint8Array(size);
          const { fetch } = scene;
          const running = upload(url, "PUT", { fetch }, source, TYPE);
          if (early) running.cancel(reason);
          else arrived.promise.then(() => running.cancel(reason));
          return running;
        },
      );
      assert(Object.is(error?.cause, reason));
    }
  });

  Deno.test(`upload() ends when ${name} comes from a source`, async () => {
    const thrown = make();
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(100_000);
      throw thrown;
    }
    const streaming = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => controller.error(thrown),
      });
    // Deno's streams fail by themselves when one is given such a proxy.
    const isBare = /^a (?:revoked )?proxy/.test(name);
    for (const source of isBare ? [failing] : [failing, streaming]) {
      const { error } = await meetFault({ ends: "source" }, (scene) => {
        const url = scene.serve(async (connection) => {
          await scene.readBody(connection);
        });
        return upload(url, "PUT", { fetch: scene.fetch }, source(), TYPE);
      });
      assert(Object.is(error?.cause, thrown));
    }
  });

  Deno.test(`upload() ends when ${name} comes from a fetch`, async () => {
    const thrown = make();
    const { error } = await meetFault({ ends: "network", size: 5 }, () => {
      const fetch = () => Promise.reject(thrown);
      const source = new Uint8Array(5);
      return upload("http://127.0.0.1/", "PUT", { fetch }, source, TYPE);
    });
    assert(Object.is(error?.cause, thrown));
  });
}

Deno.test("upload() ends at once on an error of 300 KB", async () => {
  const said = ".".repeat(300_000);
  const reasons = [said, new Error(said), new Error("a", { cause: said })];
  for (const thrown of reasons) {
    const start = performance.now();
    const { response } = await meetFault({ ends: "network", size: 5 }, () => {
      const fetch = () => Promise.reject(thrown);
      const source = new Uint8Array(5);
      return upload("http://127.0.0.1/", "PUT", { fetch }, source, TYPE);
    });
    assert(String(response).length < 2500);
    assert(performance.now() - start < 2000, "the event loop stood");
  }
});

Deno.test("upload() ends at once when a server redirects to 32 KB of dots", async () => {
  const start = performance.now();
  const ended = await meetFault({ ends: "network", size: 5 }, (scene) => {
    const path = ".".repeat(32 * 1024);
    const url = scene.serve(async (connection) => {
      await scene.readBody(connection);
      await connection.write(
        closing(
          "",
          "303 See Other",
          `Location: http://127.0.0.1:2/a${path}?s=hunter2\r\n`,
        ),
      );
    });
    const source = new Uint8Array(5);
    return upload(url, "PUT", { fetch: scene.fetch }, source, TYPE);
  });
  assert(String(ended.response).includes("Connection refused"));
  assert(!Deno.inspect(ended.error).includes("hunter2"));
  assert(performance.now() - start < 2000, "the event loop stood");
});
