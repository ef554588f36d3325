import { type Protocol, upload, type UploadSource } from "@network/upload";
import { MemoryStore, rufh, tus } from "@network/upload/resumable";
import { type Case, type Lab, type Resumable, same } from "../lab.ts";
import { bytesOf, FILE_SIZE, sha256Of } from "../protocol.ts";
import { streamOf } from "./sending.ts";

/** Options that both protocols have. */
type Options = Parameters<typeof rufh>[0] & Parameters<typeof tus>[0];

const MAKE: Readonly<Record<Resumable, (options: Options) => Protocol>> = {
  tus,
  rufh,
};
const NAMES: readonly Resumable[] = ["tus", "rufh"];

/** Checks that the last upload has all bytes, each of which was acknowledged once. */
async function checkStored(lab: Lab, name: Resumable): Promise<void> {
  const { requests, ...stored } = await lab.stored(name);
  same(stored, {
    isComplete: true,
    sha256: await sha256Of(bytesOf(FILE_SIZE)),
    repeatedBytes: 0,
    violations: [],
  });
  // The second append follows a question for the offset.
  const appends = requests.slice(requests.indexOf("PATCH"));
  same(appends.slice(0, 3), ["PATCH", "HEAD", "PATCH"]);
}

/** Uploads to a server that cuts off the first append. */
async function checkResumed(
  lab: Lab,
  name: Resumable,
  source: UploadSource,
  options: Options = {},
): Promise<void> {
  const { error, ok, bytesStored } = await upload({
    url: lab.resumableUrl(name),
    source,
    protocol: MAKE[name](options),
    retry: { baseDelay: 0 },
  });
  same([error?.message, ok, bytesStored], [undefined, true, FILE_SIZE]);
  await checkStored(lab, name);
}

/** Fails at the first append, and resumes by the same call. */
async function checkRemembered(
  lab: Lab,
  name: Resumable,
  source: UploadSource,
): Promise<void> {
  const store = new MemoryStore();
  const call = () =>
    upload({
      url: lab.resumableUrl(name),
      source,
      protocol: MAKE[name]({ store, chunkSize: 1_000_000 }),
      retry: 0,
    });
  same((await call()).error?.code, "network");
  const { error, ok, bytesStored } = await call();
  same([error?.message, ok, bytesStored], [undefined, true, FILE_SIZE]);
  await checkStored(lab, name);
  for await (const [key] of store.list()) {
    throw new Error(`${key} is remembered`);
  }
}

/** Cases of uploads that go on where they were cut off. */
export const RESUMING: readonly Case[] = NAMES.flatMap((name) => [
  {
    name: `${name}: bytes and a Blob go on where they were cut off`,
    async run(lab) {
      const bytes = bytesOf(FILE_SIZE);
      await checkResumed(lab, name, bytes);
      await checkResumed(lab, name, new Blob([bytes]));
    },
  },
  {
    name: `${name}: a stream goes on within its chunk`,
    async run(lab) {
      const source = streamOf(bytesOf(FILE_SIZE));
      await checkResumed(lab, name, source, { chunkSize: 1_000_000 });
    },
  },
  {
    name: `${name}: the same call resumes bytes from a store`,
    run: (lab) => checkRemembered(lab, name, bytesOf(FILE_SIZE)),
  },
  {
    name: `${name}: the same call resumes a file from a store`,
    async run(lab) {
      if (!lab.abilities.files) return "no files";
      await checkRemembered(lab, name, lab.file);
    },
  },
]);
