import { assertEquals } from "@std/assert";
import { MemoryStore, type StoredValue } from "@network/upload/resumable";
import { UploadRecord } from "../../src/resumable/upload_record.ts";
import { bytesSource } from "../../src/source/memory_source.ts";
import { openUpload } from "../support/s3/s3_double.ts";

/** A store that counts how often an entry is written. */
class CountingStore extends MemoryStore {
  writes = 0;

  override set(key: string, value: StoredValue): Promise<void> {
    this.writes++;
    return super.set(key, value);
  }
}

Deno.test("an upload is remembered once in each run, so that a store sees that it goes on", async () => {
  const store = new CountingStore();
  const upload = openUpload(bytesSource(new Uint8Array(9)));
  const urls = ["https://h/files/1"];
  for (const run of [1, 2, 3]) {
    const record = await UploadRecord.of("tus", upload, store);
    const recalled = await record?.recall();
    assertEquals(recalled?.upload.urls, run === 1 ? undefined : urls);
    await record?.remember(urls, undefined);
    await record?.remember(urls, undefined);
    assertEquals(store.writes, run);
  }
});
