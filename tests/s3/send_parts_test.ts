import { assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "@network/upload";
import type { Part, Parts } from "../../src/s3/parts.ts";
import { sendParts } from "../../src/s3/send_parts.ts";
import { bytesSource } from "../../src/source/memory_source.ts";
import { turn } from "../support/turns.ts";

/** So many parts of a byte, and which of them were released. */
function partsOf(count: number): Parts & { readonly released: number[] } {
  const { open } = bytesSource(new Uint8Array(1));
  const released: number[] = [];
  let number = 0;
  return {
    released,
    isSingle: () => count === 1,
    next: () =>
      Promise.resolve(
        number < count
          ? { number: ++number, size: 1, reopens: true, open }
          : undefined,
      ),
    release: (part) => void released.push(part.number),
  };
}

const failure = (isTransient: boolean) =>
  new UploadError("network", "Cannot send: no", { isTransient });

Deno.test("sendParts() sends each part once, so many at the same time", async () => {
  for (const parallel of [1, 3, 20]) {
    const parts = partsOf(10);
    const sent: number[] = [];
    let running = 0;
    let max = 0;
    await sendParts(parts, parallel, async ({ number }) => {
      max = Math.max(max, ++running);
      await turn();
      sent.push(number);
      running--;
    });
    assertEquals(sent.length, 10);
    assertEquals([new Set(sent).size, max], [10, Math.min(parallel, 10)]);
    assertEquals(parts.released.length, 10);
  }
});

Deno.test("sendParts() lets others arrive after a failure that may not last", async () => {
  const parts = partsOf(10);
  const transient = failure(true);
  const thrown = await assertRejects(
    () =>
      sendParts(parts, 3, async ({ number }, signal) => {
        if (number === 1) throw transient;
        await turn();
        assertEquals(signal.aborted, false);
      }),
    UploadError,
  );
  assertEquals(thrown, transient);
  assertEquals(parts.released.sort(), [2, 3]);
});

Deno.test("sendParts() aborts the others after a failure that lasts, which counts", async () => {
  const lasting = failure(false);
  const aborted: number[] = [];
  const send = ({ number }: Part, signal: AbortSignal) =>
    new Promise<void>((_resolve, reject) => {
      if (number === 1) return reject(failure(true));
      if (number === 2) return void turn().then(() => reject(lasting));
      signal.addEventListener("abort", () => {
        aborted.push(number);
        reject(signal.reason);
      });
    });
  const thrown = await assertRejects(
    () => sendParts(partsOf(9), 4, send),
    UploadError,
  );
  assertEquals([thrown, aborted], [lasting, [3, 4]]);
});

Deno.test("sendParts() does not wait for a part that is being read once it has failed", async () => {
  const parts = partsOf(1);
  const { next } = parts;
  let calls = 0;
  const hanging: Parts = {
    ...parts,
    next: () => ++calls === 1 ? next() : new Promise(() => {}),
  };
  const lasting = failure(false);
  const thrown = await assertRejects(
    () => sendParts(hanging, 2, () => Promise.reject(lasting)),
    UploadError,
  );
  assertEquals(thrown, lasting);
});
