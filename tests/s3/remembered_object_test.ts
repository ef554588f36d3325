import { assertEquals } from "@std/assert";
import { MemoryStore, type StoredValue } from "@network/upload/resumable";
import { UploadRecord } from "../../src/resumable/upload_record.ts";
import {
  recallObject,
  rememberObject,
} from "../../src/s3/remembered_object.ts";
import { UploadState } from "../../src/s3/upload_state.ts";
import { bytesSource } from "../../src/source/memory_source.ts";
import { openUpload } from "../support/s3/s3_double.ts";

const OBJECT = new URL("https://h/k?versionId=1");
const upload = openUpload(bytesSource(new Uint8Array(9)));

async function recordIn(store: MemoryStore): Promise<UploadRecord> {
  const record = await UploadRecord.of("s3", upload, store);
  if (record === undefined) throw new Error("Bytes can be recognized");
  return record;
}

Deno.test("an object in parts is recalled as it was remembered, in doubt of its parts", async () => {
  const store = new MemoryStore();
  const state = new UploadState("a+b/c==", 5, 1_000);
  state.mayBeComplete = true;
  await rememberObject(await recordIn(store), OBJECT, state);

  const recalled = await recallObject(await recordIn(store));

  assertEquals(recalled?.uploadId, "a+b/c==");
  assertEquals(recalled?.state?.partSize, 5);
  assertEquals(recalled?.state?.since, 1_000);
  assertEquals(recalled?.state?.isUncertain, true);
  assertEquals(recalled?.state?.mayBeComplete, true);
});

Deno.test("nothing is recalled without a store, an entry or an id in it", async () => {
  assertEquals(await recallObject(undefined), undefined);
  const store = new MemoryStore();
  const record = await recordIn(store);
  assertEquals(await recallObject(record), undefined);
  await record.remember(["https://h/k"], undefined);
  assertEquals(await recallObject(await recordIn(store)), undefined);
});

Deno.test("an entry without its part size is not continued", async () => {
  const store = new MemoryStore();
  const record = await recordIn(store);
  const details: Record<string, number>[] = [{}, { partSize: 5 }, { since: 1 }];
  for (const given of details) {
    await record.remember(["https://h/k?uploadId=1"], Date.now() + 1e6, given);
    const entries: (readonly [string, StoredValue])[] = await Array.fromAsync(
      store.list(),
    );
    assertEquals(entries.length, 1);
    const recalled = await recallObject(await recordIn(store));
    assertEquals([recalled?.uploadId, recalled?.state], ["1", undefined]);
    await record.forget();
  }
});
