import {
  type BaseDirectory,
  cancel,
  CurrentDirectory,
  type Upload,
  upload,
  type UploadAnsweredEvent,
  type UploadEndedEvent,
  type UploadError,
  type UploadEvent,
  type UploadOptions,
} from "@network/upload";
import { assertEquals } from "@std/assert";

const url = "http://127.0.0.1/";

/** Never called: the type checker tells whether each call is one. */
function rightCalls(source: ReadableStream<Uint8Array>, base: BaseDirectory) {
  upload(url, "PUT", {}, "a.json", CurrentDirectory, "text/x");
  upload(url, "PUT", {}, "a.json", CurrentDirectory);
  upload(url, "PUT", {}, "a.json", "text/x");
  upload(url, "PUT", {}, "a.json");
  upload(url, "PUT", "a.json", base, "text/x");
  upload(url, "PUT", "a.json", new URL("file:///srv/"));
  upload(url, "PUT", "a.json", "text/x");
  upload(new URL(url), "PUT", "a.json");
  upload(url, "PUT", undefined, "a.json", undefined, "text/x");
  upload(url, "PUT", { size: 5, headers: { "x-a": 1 } }, source, "text/x");
  upload(url, "PUT", { headers: [["x-a", true]] }, source, "text/x");
  upload(url, "PUT", { headers: new Headers() }, source, "text/x");
  upload(url, "PUT", { multipart: { fields: new Map([["a", 1]]) } }, source);
  upload(url, "PUT", new Float32Array(1), "text/x");
  upload(url, "PUT", "a.json", undefined, null);
  upload({ url, source, contentType: null });
  upload(url, "PUT", { headers: { "x-a": undefined } }, source, "text/x");
  upload({ url, source });
  upload({ url, source, handleRedirects: { limit: 1, keepHeaders: ["x-a"] } });
  upload({ url, method: "PUT", source, baseDirectory: base, progress: true });
}

/** Never called: the types of what an upload gives. */
async function rightResults(running: Upload) {
  const ended: UploadEndedEvent = await running;
  const answered: UploadAnsweredEvent = await running.orThrow();
  const isError: false = answered.isError;
  const unknown: unknown = await running.json();
  const { id } = await running.json<{ id: number }>();
  const text: string = await running.then(({ method }) => method);
  const etag: string | undefined = ended.responseHeaders.etag;
  // @ts-expect-error What is parsed has no type by default.
  (await running.json()).id;
  // @ts-expect-error A failed upload has no response of 200 to 299.
  const failed: UploadAnsweredEvent = ended;
  return [isError, unknown, id, text, etag, failed];
}

/** Never called, either: each of these must be an error of types. */
function wrongCalls(options: UploadOptions, event: UploadEvent) {
  // @ts-expect-error The content type comes last.
  upload(url, "PUT", {}, "a.json", "text/x", CurrentDirectory);
  // @ts-expect-error So it does without params.
  upload(url, "PUT", "a.json", "text/x", CurrentDirectory);
  // @ts-expect-error The base directory comes after the source.
  upload(url, "PUT", CurrentDirectory, "a.json");
  // @ts-expect-error The params come before the source.
  upload(url, "PUT", "a.json", {}, CurrentDirectory);
  // @ts-expect-error There has to be a source.
  upload(url, "PUT");
  // @ts-expect-error There has to be one beside the params, too.
  upload(url, "PUT", { progress: true });
  // @ts-expect-error The method is a string.
  upload(url, 5, "a.json");
  // @ts-expect-error The object form stands alone.
  upload(options, "PUT");
  // @ts-expect-error The object form has a source.
  upload({ url });
  // @ts-expect-error Any symbol is no directory.
  upload(url, "PUT", "a.json", Symbol("DocumentsDirectory"));
  // @ts-expect-error A param that is misspelt is none.
  upload(url, "PUT", { progres: true }, "a.json");
  // @ts-expect-error An unknown bodyType is none.
  upload(url, "PUT", { bodyType: "json" }, "a.json");
  // @ts-expect-error An unknown limit for redirects is none.
  upload(url, "PUT", { handleRedirects: { sameorigin: true } }, "a.json");
  // @ts-expect-error A stream of strings has to be encoded first.
  upload(url, "PUT", new ReadableStream<string>(), "text/x");
  // @ts-expect-error A number is no request id.
  cancel(5);
  // @ts-expect-error Only the last event has a status.
  event.status;
  // @ts-expect-error Events are there to be read.
  event.bytesTransferred = 0;
}

/** Tells by its type alone what an event has. */
function describe(event: UploadEvent): string {
  if (event.isError) {
    const error: UploadError = event.error;
    const phase: "ended" = event.phase;
    return `${phase} ${error.code} ${event.response.toUpperCase()}`;
  }
  if (event.phase !== "ended") {
    const phase: "began" | "progress" | "retrying" = event.phase;
    return `${phase} ${event.bytesTransferred}`;
  }
  const { error }: { error?: undefined } = event;
  return event.responseType === "binary"
    ? `${event.status} ${event.response.byteLength} ${error}`
    : `${event.status} ${event.response.trim()} ${error}`;
}

Deno.test("the types hold each call to its order, and narrow an event by phase, isError and responseType", () => {
  const base = {
    name: "networkRequest",
    requestId: "1",
    url,
    bytesTransferred: 5,
    bytesStored: 5,
    bytesEstimated: 5,
  } as const;
  const answer: UploadEndedEvent = {
    ...base,
    phase: "ended",
    isError: false,
    status: 200,
    ok: true,
    responseHeaders: { "content-length": "3" },
    responseUrl: url,
    redirected: false,
    method: "PUT",
    responseType: "binary",
    response: new Uint8Array(3),
  };

  assertEquals(
    describe({ ...base, phase: "progress", isError: false }),
    "progress 5",
  );
  assertEquals(describe(answer), "200 3 undefined");
  // Only checked: nothing of them is to run.
  void rightCalls;
  void rightResults;
  void wrongCalls;
});
