import { assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "@network/upload";
import { sendUnchanged } from "../../src/transfer/unchanged_file.ts";

const CHANGED = new DOMException("changed", "NotReadableError");
const REMOVED = new DOMException("removed", "NotFoundError");
const FAILURE = new TypeError("Failed to fetch");

/** A file that can be read a number of times, and then no more. */
function changing(readings: number, reason = CHANGED): Blob {
  const blob = new Blob(["hello"]);
  blob.slice = () => {
    if (readings-- > 0) return new Blob(["l"]);
    throw reason;
  };
  return blob;
}

function sendBlob(
  blob: Blob,
  send: () => Promise<Response>,
  signal: AbortSignal = new AbortController().signal,
): Promise<Response> {
  const { size } = blob;
  const body = { body: blob, size, passed: size, isStream: false } as const;
  return sendUnchanged(send, body, signal);
}

const respond = (status: number) => () =>
  Promise.resolve(new Response(null, { status }));
const fail = () => Promise.reject(FAILURE);

Deno.test("sendUnchanged() sends nothing of a file that has changed", async () => {
  for (const reason of [CHANGED, REMOVED]) {
    let isSent = false;
    const send = () => {
      isSent = true;
      return respond(200)();
    };

    const error = await assertRejects(
      () => sendBlob(changing(0, reason), send),
      UploadError,
    );

    assertEquals([error.code, error.cause, isSent], ["source", reason, false]);
  }
});

Deno.test("sendUnchanged() finds out that a request failed because of its file", async () => {
  const error = await assertRejects(
    () => sendBlob(changing(1), fail),
    UploadError,
  );

  assertEquals([error.code, error.cause], ["source", CHANGED]);
  await assertRejects(
    () => sendBlob(new Blob(["hello"]), fail),
    TypeError,
    FAILURE.message,
  );
});

Deno.test("sendUnchanged() refuses the success of a file that was changed meanwhile, and discards its response", async () => {
  let isCancelled = false;
  const body = new ReadableStream({ cancel: () => void (isCancelled = true) });
  const send = () => Promise.resolve(new Response(body));

  const error = await assertRejects(
    () => sendBlob(changing(1), send),
    UploadError,
  );

  assertEquals([error.code, error.cause], ["source", CHANGED]);
  assertEquals(isCancelled, true);
});

Deno.test("sendUnchanged() returns the response to a file that was removed meanwhile, and a refusal", async () => {
  const stored = await sendBlob(changing(1, REMOVED), respond(200));
  const refused = await sendBlob(changing(1), respond(413));

  assertEquals([stored.status, refused.status], [200, 413]);
});

Deno.test("sendUnchanged() sends nothing after an abort", async () => {
  const send = () => Promise.reject(new Error("sent"));

  await assertRejects(
    () => sendBlob(new Blob(), send, AbortSignal.abort()),
    DOMException,
  );
});

for (
  const [outcome, send] of [["success", respond(200)], [
    "failure",
    fail,
  ]] as const
) {
  Deno.test(`sendUnchanged() waits after a ${outcome} for a file that stalls only until an abort`, async () => {
    const controller = new AbortController();
    const blob = new Blob(["hello"]);
    let readings = 0;
    blob.slice = () => {
      const byte = new Blob(["l"]);
      if (readings++ === 0) return byte;
      byte.arrayBuffer = () => {
        queueMicrotask(() => controller.abort("enough"));
        return new Promise(() => {});
      };
      return byte;
    };

    const sending = sendBlob(blob, send, controller.signal);

    assertEquals(await sending.catch((reason) => reason), "enough");
  });
}
