import { upload, type UploadSource } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { meetFault } from "../support/invariants.ts";
import { isOpen } from "../support/open_files.ts";
import { serveWhole } from "../support/server_faults.ts";

const SIZE = 300_000;
const BYTES = randomBytes(SIZE);
const TYPE = "application/x-test";

/** Uploads to a server, and checks what that received. */
async function arrives(
  source: UploadSource,
  length: string | null,
  type: string,
  bytes: Uint8Array = BYTES,
): Promise<void> {
  await using server = serve();
  const ended = await upload({ url: server.url, source }).ended;

  const [received] = server.received;
  assert(received !== undefined, ended.error?.message);
  assertEquals(ended.status, 200);
  assert(sameBytes(received.bytes, bytes));
  assertEquals(received.headers.get("content-length"), length);
  assertEquals(received.headers.get("content-type"), type);
}

Deno.test("upload() forwards a response of fetch with its length and type", async () => {
  await using origin = serve(() =>
    new Response(BYTES, { headers: { "content-type": TYPE } })
  );

  await arrives(await fetch(origin.url), String(SIZE), TYPE);
});

Deno.test("upload() forwards a compressed response decoded, and chunked", async () => {
  const zipped = new Blob([BYTES]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  const coded = await new Response(zipped).bytes();
  await using origin = serve(() =>
    new Response(coded, {
      headers: {
        "content-encoding": "gzip",
        "content-length": String(coded.byteLength),
        "content-type": TYPE,
      },
    })
  );

  await arrives(await fetch(origin.url), null, TYPE);
});

Deno.test("upload() sends the response to a HEAD request as an empty body", async () => {
  await using origin = serve(() =>
    new Response(BYTES, { headers: { "content-type": TYPE } })
  );
  const response = await fetch(origin.url, { method: "HEAD" });

  await arrives(response, "0", TYPE, new Uint8Array());
});

Deno.test("upload() forwards the request that a server received, with its length", async () => {
  await using server = serve();
  await using proxy = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const { status } = await upload({ url: server.url, source: request })
        .ended;
      return new Response(null, { status });
    },
  );
  const response = await fetch(`http://127.0.0.1:${proxy.addr.port}/`, {
    method: "PUT",
    body: BYTES,
    headers: { "content-type": TYPE },
  });

  await response.text();
  assertEquals(response.status, 200);
  const [received] = server.received;
  assert(received !== undefined && sameBytes(received.bytes, BYTES));
  assertEquals(received.headers.get("content-length"), String(SIZE));
  assertEquals(received.headers.get("content-type"), TYPE);
});

Deno.test("upload() forwards a form with its own boundary", async () => {
  const form = new FormData();
  form.append("a", "b");
  const response = new Response(form);
  const bytes = await response.clone().bytes();

  await arrives(
    response,
    null,
    response.headers.get("content-type") ?? "",
    bytes,
  );
});

Deno.test("upload() sends an empty body again after a redirect", async () => {
  await using server = serve(({ url }) =>
    url.pathname === "/"
      ? new Response(null, { status: 307, headers: { location: "/next" } })
      : new Response("stored")
  );
  const { response } = await upload({
    url: server.url,
    source: new Response(null),
  }).ended;

  assertEquals(response, "stored");
});

Deno.test("upload() sends the output of a transform stream", async () => {
  const transform = new TransformStream<Uint8Array, Uint8Array>();
  const writer = transform.writable.getWriter();
  writer.write(BYTES);
  writer.close();

  await arrives(transform, null, "application/octet-stream");
});

Deno.test("upload() sends an open file of Deno, and closes it", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.bin", BYTES);

  await arrives(await Deno.open(path), null, "application/octet-stream");
  assertEquals(await isOpen(path), false);
});

for (const when of ["before", "at once", "on the way"]) {
  Deno.test(`upload() closes an open file of Deno when it is cancelled ${when}`, async () => {
    using folder = new TempFolder();
    const path = folder.sparse("a.bin", 64 * 1024 * 1024);
    const source = await Deno.open(path);
    await meetFault({ ends: "cancelled" }, (scene) => {
      const running = upload({
        url: serveWhole(scene),
        source,
        fetch: scene.fetch,
        progress: true,
        progressInterval: 0,
        signal: when === "before" ? AbortSignal.abort() : undefined,
      });
      if (when === "at once") running.cancel();
      return running;
    }, async (running) => {
      const events = [];
      for await (const event of running) {
        events.push(event);
        if (event.phase === "progress") running.cancel();
      }
      return events;
    });

    assertEquals(await isOpen(path), false);
  });
}
