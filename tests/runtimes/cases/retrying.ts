import { upload, type UploadSource } from "@network/upload";
import { type Case, includes, type Lab, same } from "../lab.ts";
import { bytesOf, FILE_SIZE, type Seen, sha256Of } from "../protocol.ts";
import { streamOf } from "./sending.ts";

const RETRY = { limit: 3, baseDelay: 0 };

/** Uploads to a server that fails twice, and compares what it took in the end. */
async function checkRetried(
  lab: Lab,
  bytes: Uint8Array<ArrayBuffer>,
  source: UploadSource,
): Promise<void> {
  const url = lab.url("flaky");
  const attempts: number[] = [];
  const running = upload({
    url,
    method: "PUT",
    source,
    retry: RETRY,
    progress: true,
  });
  for await (const event of running) {
    if (event.phase === "retrying") attempts.push(event.attempt);
  }
  const ended = await running;
  same([ended.error?.message, ended.status], [undefined, 200]);
  same([attempts, ended.bytesTransferred], [[1, 2], bytes.byteLength]);
  const seen: Seen = JSON.parse(String(ended.response));
  same([seen.whole, seen.bytes], [true, bytes.byteLength]);
  same(seen.sha256, await sha256Of(bytes));
}

const SOURCES: readonly (readonly [
  what: string,
  make: (bytes: Uint8Array<ArrayBuffer>) => UploadSource,
])[] = [
  ["bytes", (bytes) => bytes],
  ["a Blob", (bytes) => new Blob([bytes])],
  [
    "a function",
    (bytes) => ({ start, end }) => streamOf(bytes.slice(start, end)),
  ],
];

const WHOLE: Case[] = SOURCES.map(([what, make]) => ({
  name: `retry of ${what}: complete each time`,
  async run(lab) {
    for (const size of [1, 65_537, FILE_SIZE]) {
      const bytes = bytesOf(size);
      await checkRetried(lab, bytes, make(bytes));
    }
  },
}));

/** Cases of uploads that are attempted again. */
export const RETRYING: readonly Case[] = [
  ...WHOLE,
  {
    name: "retry of a file: complete each time",
    async run(lab) {
      if (lab.abilities.files) {
        return await checkRetried(lab, bytesOf(FILE_SIZE), lab.file);
      }
      const url = lab.url("take");
      const { error } = await upload({ url, source: lab.file, retry: RETRY });
      same(error?.code, "not-found");
      return "clear error";
    },
  },
  {
    name: "retry of a stream: never sent again",
    async run(lab) {
      const bytes = bytesOf(FILE_SIZE);
      if (!lab.abilities.streams) {
        await checkRetried(lab, bytes, streamOf(bytes));
        return "collected";
      }
      const { error } = await upload({
        url: lab.url("cut"),
        method: "PUT",
        source: streamOf(bytes),
        retry: RETRY,
      });
      includes(error?.hint, "pass a function that opens the source");
      same((await lab.seen()).length, 1);
    },
  },
  {
    name: "retry after a 401: a fresh token, once",
    async run(lab) {
      const refresh = (attempt: number) => ({
        headers: { authorization: `Bearer ${attempt}` },
      });

      const { status } = await upload({
        url: lab.url("status", "401"),
        source: bytesOf(1_000),
        headers: { authorization: "Bearer 0" },
        retry: { ...RETRY, refresh },
      });

      same(status, 401);
      const seen = await lab.seen();
      same(seen.map(({ authorization }) => authorization), [
        "Bearer 0",
        "Bearer 1",
      ]);
    },
  },
];
