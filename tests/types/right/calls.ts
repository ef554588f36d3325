import {
  type BaseDirectory,
  cancel,
  CurrentDirectory,
  type SourceDetails,
  upload,
  type UploadParams,
  type UploadSource,
} from "@network/upload";

const url = "http://127.0.0.1/";

/** Calls in the object form. */
export function objectForm(source: UploadSource, base: BaseDirectory): void {
  upload({ url, source });
  upload({ url: new URL(url), source, contentType: null });
  upload({ url, method: "PUT", source, baseDirectory: base, progress: true });
  upload({ url, method: "MKCOL", source: "a.json", contentType: "text/x" });
  upload({ url, source, timeout: undefined, method: undefined });
  upload({ url, source, headers: { "x-a": 1, "x-b": undefined, "x-c": true } });
  upload({ url, source, headers: [["x-a", true]] });
  upload({ url, source, headers: new Headers() });
  upload({ url, source, multipart: { fields: new Map([["a", 1]]) } });
  upload({ url, source: new Response("a") });
  upload({ url, source: new FormData() });
  upload({ url, source: new TransformStream<Uint8Array, Uint8Array>() });
  upload({
    url,
    source: ({ start, end }) => new Uint8Array(9).slice(start, end),
  });
  upload({ url, source: () => Promise.resolve("a.json"), size: 5 });
  const part = { source: new Response("{}"), filename: null };
  upload({ url, source, multipart: { fields: { a: 1, b: new Blob(), part } } });
  upload({ url, source, handleRedirects: { limit: 1, keepHeaders: ["x-a"] } });
  upload({ url, source, signal: AbortSignal.timeout(1000) });
  upload({ url, source, fetch });
  upload({ url, source, fetch: (url, init) => fetch(url.href, init) });
}

/** Calls in the positional form, with options. */
export function withParams(
  source: UploadSource,
  params: UploadParams | undefined,
): void {
  upload(url, "PUT", {}, source);
  upload(url, "PUT", { progress: true, size: 5 }, source, CurrentDirectory);
  upload(url, "PUT", { headers: { "x-a": 1 } }, source, "text/x");
  upload(url, "PUT", params, source, CurrentDirectory, "text/x");
  upload(url, "PUT", params, source, undefined, null);
  upload(url, "PUT", undefined, "a.json", undefined, "text/x");
  upload(
    url,
    "PUT",
    {
      fetch: (url, init) => fetch(url.href, init),
    },
    "a.json",
    "text/x",
  );
}

/** Calls in the positional form, without options. */
export function withoutParams(
  source: UploadSource,
  either: string | Blob,
  details: SourceDetails,
): void {
  upload(new URL(url), "PUT", source);
  upload(url, "PUT", source, CurrentDirectory);
  upload(url, "PUT", source, new URL("file:///srv/"), "text/x");
  upload(url, "PUT", source, "text/x");
  upload(url, "PUT", source, undefined, null);
  upload(url, "PUT", source, ...details);
  upload(url, "PUT", "a.json", CurrentDirectory, "text/x");
  upload(url, "PUT", either, "text/x");
}

/** Every kind of source, in each form. */
export function sources(
  stream: ReadableStream<Uint8Array>,
  blob: Blob,
  buffer: ArrayBuffer,
): void {
  upload({ url, source: stream });
  upload(url, "PUT", stream, "text/x");
  upload(url, "PUT", {}, stream, "text/x");
  upload({ url, source: blob });
  upload(url, "PUT", blob, "text/x");
  upload(url, "PUT", {}, blob);
  upload({ url, source: buffer });
  upload(url, "PUT", buffer, "text/x");
  upload(url, "PUT", new Float32Array(1), "text/x");
  upload(url, "PUT", new DataView(buffer));
  upload({ url, source: chunks() });
  upload(url, "PUT", chunks(), "text/x");
  upload(url, "PUT", { size: 1 }, chunks());
}

/** Cancels by handle, by id and by event. */
export async function cancelled(): Promise<boolean> {
  await using running = upload({ url, source: "a.json" });
  for await (const event of running) cancel(event);
  return cancel(running) || cancel(running.requestId, new Error("late"));
}

async function* chunks(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(1);
}
