import { upload } from "@network/upload";
import { PendingUploads } from "@network/upload/pending";
import {
  discard,
  FileStore,
  MemoryStore,
  rufh,
  type StoredValue,
  tus,
  type UploadStore,
  WebStore,
} from "@network/upload/resumable";
import { s3, type S3Credentials, type S3Sign } from "@network/upload/s3";

const url = "http://127.0.0.1/";
const map = new Map<string, StoredValue>();
const own: UploadStore = {
  get: (key) => map.get(key),
  set: (key, value) => void map.set(key, value),
  delete: (key) => void map.delete(key),
  list: () => map,
};
const stores = [new FileStore("folder"), new MemoryStore(), own];

/** Uploads by tus and the IETF draft. */
export async function resume(source: Blob): Promise<boolean> {
  for (const store of stores) {
    const protocol = tus({ store, chunkSize: 1e6, metadata: { name: "a" } });
    await upload({ url, source, protocol }).orThrow();
  }
  const options = { url, source, protocol: rufh({ version: 6 }) };
  await upload(options).json<{ id: number }>();
  return await discard(options);
}

/** Saves and runs an upload. */
export async function later(storage: Storage): Promise<string[]> {
  const pending = new PendingUploads(new WebStore(storage));
  await pending.save({ url, source: "file.txt" });
  const phases: string[] = [];
  for await (const event of pending.run({ parallel: 2 })) {
    phases.push(event.phase);
  }
  return phases;
}

const credentials: S3Credentials = {
  accessKeyId: "id",
  secretAccessKey: "secret",
};
const sign: S3Sign = ({ method, query, size, url }) =>
  method === "PUT" && query.partNumber === "1" && size > 0
    ? url
    : { url: url.href, headers: { "x-a": "b" } };

/** Uploads to S3. */
export async function toS3(source: Blob): Promise<string | undefined> {
  const region = "us-east-1";
  const protocols = [
    s3({ credentials, region, checksum: "crc32", ifNoneMatch: "*" }),
    s3({ credentials: () => Promise.resolve(credentials), parallel: 2 }),
    s3({ sign, partSize: 5e6, store: new MemoryStore() }),
  ];
  for (const protocol of protocols) {
    await upload({ url, source, protocol }).orThrow();
  }
  const { error } = await upload({ url, source });
  return error?.code;
}
