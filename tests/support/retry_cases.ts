import type {
  Protocol,
  RetryOptions,
  UploadOptions,
  UploadSource,
} from "@network/upload";
import { chunksOf, streamOf } from "./bytes.ts";
import type { TempFolder } from "./files.ts";
import { type Failure, FAILURES } from "./flaky_server.ts";
import { sha256Of } from "./hash.ts";
import type { Random } from "./random.ts";
import { headerOf } from "./raw_server.ts";

const KINDS = [
  "bytes",
  "blob",
  "stream",
  "iterable",
  "file",
  "function",
  "FormData",
  "form of a file",
  "form of a stream",
] as const;
const REFRESHES = [
  "none",
  "nothing",
  "headers",
  "headers",
  "url",
  "url",
  "throws",
] as const;

/** One upload: what is sent, how often, and how the server fails. */
export interface RetryCase {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly kind: typeof KINDS[number];
  readonly source: UploadSource;
  readonly method: string;
  readonly failures: readonly Failure[];
  readonly limit: number;
  readonly refresh: typeof REFRESHES[number];
  /** Whether the URL of the call redirects to the server. */
  readonly isRedirected: boolean;
  readonly maxBytesPerSecond: number;
  /** The retry in which it is cancelled; none by default. */
  readonly cancelAt: number;
  readonly protocol: Protocol | undefined;
}

/** Draws a case; its files are written to a folder. */
export function drawRetryCase(
  random: Random,
  index: number,
  folder: TempFolder,
): RetryCase {
  const size = random.pick([
    0,
    1 + random.below(100),
    65_535 + random.below(3),
    random.below(200_000),
    random.below(3_000_000),
  ]);
  const bytes = random.bytes(size);
  const kind = random.pick(KINDS);
  return {
    bytes,
    kind,
    source: makeSource(kind, bytes, folder, index),
    method: random.pick(["PUT", "POST"]),
    failures: Array.from(
      { length: random.below(4) },
      () => random.pick(FAILURES),
    ),
    limit: 1 + random.below(4),
    refresh: random.pick(REFRESHES),
    isRedirected: random.chance(0.2),
    maxBytesPerSecond: random.chance(0.2)
      ? 1_000 + size * (4 + random.below(20))
      : Infinity,
    cancelAt: random.chance(0.1) ? 1 + random.below(3) : Infinity,
    protocol: random.chance(0.3) ? whole : undefined,
  };
}

/** Whether a source gives its bytes once. */
export function opensOnce({ kind }: RetryCase): boolean {
  return ["stream", "iterable", "form of a stream"].includes(kind);
}

/** The source of a case, and the form that it is sent in. */
export function contentOf(
  { kind, source }: RetryCase,
): Pick<UploadOptions, "source" | "multipart"> {
  return kind.startsWith("form of")
    ? { source, multipart: { fields: { a: "b" } } }
    : { source };
}

/** @param url Where the server is. */
export function refreshOf(
  { refresh }: RetryCase,
  url: string,
): Pick<RetryOptions, "refresh"> {
  switch (refresh) {
    case "none":
      return {};
    case "nothing":
      return { refresh: () => {} };
    case "headers":
      return {
        refresh: (attempt) => Promise.resolve({ headers: { attempt } }),
      };
    case "url":
      return { refresh: (attempt) => ({ url: `${url}?signature=${attempt}` }) };
    case "throws":
      return { refresh: () => Promise.reject(new Error("signed out")) };
  }
}

/** The SHA-256 of a body; of a form, that of its file. */
export async function sumOf(
  body: Uint8Array<ArrayBuffer>,
  head: string,
): Promise<string> {
  const type = headerOf(head, "content-type") ?? "";
  if (!type.startsWith("multipart/")) return await sha256Of(body);
  const headers = { "content-type": type };
  const form = await new Response(body, { headers }).formData();
  const file = form.get("file");
  return form.get("a") === "b" && file instanceof File
    ? await sha256Of(await file.bytes())
    : "another form";
}

/** Sends the source in one request, as without a protocol. */
const whole: Protocol = (
  { url, method, headers, contentType, source },
  send,
) =>
  send({
    url,
    method,
    headers: { ...headers, "content-type": contentType ?? "" },
    open: () => source.open(),
    reopens: source.reopens,
  });

function makeSource(
  kind: RetryCase["kind"],
  bytes: Uint8Array<ArrayBuffer>,
  folder: TempFolder,
  index: number,
): UploadSource {
  switch (kind) {
    case "bytes":
      return bytes;
    case "blob":
      return new Blob([bytes]);
    case "file":
    case "form of a file":
      return folder.write(String(index), bytes);
    case "function":
      return ({ start, end }) => streamOf(bytes.subarray(start, end));
    case "stream":
    case "form of a stream":
      return streamOf(bytes);
    case "iterable":
      return chunksOf(bytes);
    case "FormData": {
      const form = new FormData();
      form.append("a", "b");
      form.append("file", new Blob([bytes]), "x.bin");
      return form;
    }
  }
}
