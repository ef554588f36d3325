import { type FetchLike, upload, type UploadSource } from "@network/upload";
import { assertEquals } from "@std/assert";

const URL_GIVEN = "http://127.0.0.1/";
const TYPE = "application/octet-stream";
const SOURCES: [kind: string, make: () => UploadSource][] = [
  ["few bytes", () => new Uint8Array(8)],
  ["many bytes", () => new Uint8Array(1_000_000)],
  ["a Blob", () => new Blob(["content"])],
];

/** A `fetch` that reports its call, then takes the whole body as the native one does. */
function taking(onCall: () => void): FetchLike {
  return async (_, { body }) => {
    onCall();
    await new Response(body).bytes();
    return new Response();
  };
}

for (const [kind, make] of SOURCES) {
  Deno.test(`upload() sends nothing of ${kind} when it is cancelled right after the call`, async () => {
    let calls = 0;
    const params = { fetch: taking(() => calls++), progress: true };

    const running = upload(URL_GIVEN, "PUT", params, make(), TYPE);
    running.cancel();

    const phases = (await Array.fromAsync(running)).map(({ phase }) => phase);
    assertEquals(phases, ["ended"]);
    assertEquals((await running.ended).error?.code, "cancelled");
    assertEquals(calls, 0);
  });

  Deno.test(`upload() returns its handle before it calls 'fetch' with ${kind}`, async () => {
    const ids: string[] = [];
    const fetch = taking(() => ids.push(running.requestId));

    const running = upload(URL_GIVEN, "PUT", { fetch }, make(), TYPE);

    assertEquals((await running.ended).ok, true);
    assertEquals(ids, [running.requestId]);
  });
}

for (const length of [8, 1_000_000]) {
  Deno.test(`upload() ends with code "source" when its memory of ${length} bytes is transferred right after the call`, async () => {
    const fetch = taking(() => {});
    const bytes = new Uint8Array(length);

    const { ended } = upload(URL_GIVEN, "PUT", { fetch }, bytes, TYPE);
    bytes.buffer.transfer();

    assertEquals((await ended).error?.code, "source");
  });
}
