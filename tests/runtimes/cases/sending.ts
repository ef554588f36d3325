import { CurrentDirectory, upload, type UploadSource } from "@network/upload";
import { type Case, includes, type Lab, same } from "../lab.ts";
import { bytesOf, FILE_SIZE, type Seen, sha256Of } from "../protocol.ts";

const TYPE = "application/x-test";
const SIZES = [0, 1, 65_536, 65_537, FILE_SIZE];
const CHUNK = 100_000;
/** More than the buffers on the way hold. */
const LARGE = 20_000_000;

type Bytes = Uint8Array<ArrayBuffer>;

/** A stream of bytes in chunks. */
export function streamOf(bytes: Bytes): ReadableStream<Bytes> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.byteLength) return controller.close();
      controller.enqueue(bytes.slice(at, at += CHUNK));
    },
  });
}

async function* chunksOf(bytes: Bytes): AsyncGenerator<Bytes> {
  for (let at = 0; at < bytes.byteLength; at += CHUNK) {
    yield bytes.subarray(at, at + CHUNK);
  }
}

const SOURCES: readonly (readonly [
  what: string,
  make: (bytes: Bytes) => UploadSource,
  stated: boolean,
])[] = [
  ["bytes", (bytes) => bytes, false],
  ["a Blob", (bytes) => new Blob([bytes]), false],
  ["a stream of stated size", streamOf, true],
  ["an iterable of stated size", chunksOf, true],
];

async function checkWhole(
  lab: Lab,
  bytes: Bytes,
  source: UploadSource,
  size?: number,
): Promise<Seen> {
  const url = lab.url("take");
  const running = upload(url, "PUT", { size, progress: true }, source, TYPE);
  const events = [];
  for await (const event of running) events.push(event);
  const ended = await running.ended;
  same([ended.error?.message, ended.status, ended.ok], [undefined, 200, true]);
  same(ended.bytesTransferred, bytes.byteLength);
  const last = events.findLast(({ phase }) => phase === "progress");
  same(last?.bytesTransferred, bytes.byteLength);
  const seen: Seen = JSON.parse(String(ended.response));
  same([seen.method, seen.contentType, seen.whole], ["PUT", TYPE, true]);
  same([seen.bytes, seen.sha256], [bytes.byteLength, await sha256Of(bytes)]);
  return seen;
}

const WHOLE: Case[] = SOURCES.map(([what, make, stated]) => ({
  name: `${what}: complete, with Content-Length`,
  async run(lab) {
    for (const size of SIZES) {
      const bytes = bytesOf(size);
      const source = make(bytes);
      const seen = await checkWhole(
        lab,
        bytes,
        source,
        stated ? size : undefined,
      );
      same([seen.contentLength, seen.transferEncoding], [
        String(size),
        undefined,
      ]);
    }
  },
}));

/** Uploads to a server that reads for about a second. */
async function checkProgress(
  lab: Lab,
  source: UploadSource,
  size?: number,
): Promise<string | void> {
  const running = upload({
    url: lab.url("slow", String(LARGE / 10)),
    source,
    progress: true,
    progressInterval: 0,
  });
  const counts: number[] = [];
  const estimates = new Set<number>();
  for await (const { bytesTransferred, bytesEstimated } of running) {
    counts.push(bytesTransferred);
    estimates.add(bytesEstimated);
  }
  const { response } = await running;
  const total = Number(response);
  same([...estimates], [size ?? total]);
  same(counts, counts.toSorted((one, other) => one - other));
  same([counts[0], counts.at(-1)], [0, total]);
  const between = counts.filter((count) => count > 0 && count < total);
  same(between.length > 0, lab.abilities.progress);
  return lab.abilities.progress ? undefined : "0 and 100 %";
}

/** Cases of what is sent, and how. */
export const SENDING: readonly Case[] = [
  ...WHOLE,
  {
    name: "a stream of unknown size: complete, chunked",
    async run(lab) {
      const bytes = bytesOf(FILE_SIZE);
      const seen = await checkWhole(lab, bytes, streamOf(bytes));
      if (lab.abilities.streams) {
        same([seen.contentLength, seen.transferEncoding], [
          undefined,
          "chunked",
        ]);
        return;
      }
      same(seen.contentLength, String(FILE_SIZE));
      return "collected";
    },
  },
  {
    name: "a file by name: complete, with Content-Length",
    async run(lab) {
      if (lab.abilities.files) {
        const seen = await checkWhole(lab, bytesOf(FILE_SIZE), lab.file);
        same(seen.contentLength, String(FILE_SIZE));
        return;
      }
      const named = upload(lab.url("take"), "PUT", lab.file, TYPE);
      const relative = upload(
        lab.url("take"),
        "PUT",
        "a.bin",
        CurrentDirectory,
        TYPE,
      );
      for (const { ended } of [named, relative]) {
        const { error } = await ended;
        same(error?.code, "not-found");
        includes(error?.message, "this runtime has no file system");
      }
      same(await lab.seen(), []);
      return "clear error";
    },
  },
  {
    name: "a form: its fields and its length",
    async run(lab) {
      for (const make of [(bytes: Bytes) => new Blob([bytes]), streamOf]) {
        const bytes = bytesOf(300_000);
        const ended = await upload({
          url: lab.url("take"),
          source: make(bytes),
          size: bytes.byteLength,
          contentType: 'text/x; name="AbC"',
          multipart: { name: "it", filename: 'ä".bin', fields: { a: "b" } },
        }).ended;
        const seen: Seen = JSON.parse(String(ended.response));
        same([seen.method, seen.whole], ["POST", true]);
        same(seen.contentLength, String(seen.bytes));
        includes(seen.contentType, "multipart/form-data; boundary=");
        includes(seen.start, 'name="a"\r\n\r\nb\r\n--');
        includes(
          seen.start,
          'name="it"; filename="\xc3\xa4%22.bin"\r\n' +
            'Content-Type: text/x; name="AbC"\r\n\r\n',
        );
        // The rest is an envelope around the very bytes.
        same(seen.bytes > bytes.byteLength + 100, true);
        same(ended.bytesEstimated, seen.bytes);
      }
    },
  },
  {
    name: "progress during the upload",
    run: (lab) => checkProgress(lab, new Blob([new Uint8Array(LARGE)]), LARGE),
  },
  {
    name: "progress of a form of several files",
    run(lab) {
      const form = new FormData();
      const part = new Uint8Array(LARGE / 4);
      for (const name of ["a", "b", "c", "d"]) {
        form.append("files", new File([part], name));
      }
      return checkProgress(lab, form);
    },
  },
  {
    name: "user and password of the URL: as a header",
    async run(lab) {
      const url = lab.url("take").replace("://", "://me:pass@");
      const ended = await upload(url, "PUT", new Uint8Array(5), TYPE).ended;
      const seen: Seen = JSON.parse(String(ended.response));
      same(seen.authorization, `Basic ${btoa("me:pass")}`);
      same(ended.url, lab.url("take"));
    },
  },
];
