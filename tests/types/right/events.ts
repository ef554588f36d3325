import {
  type Upload,
  upload,
  type UploadAnsweredEvent,
  type UploadEndedEvent,
  UploadError,
  type UploadErrorCode,
  type UploadEvent,
} from "@network/upload";

/** Describes an event by what its type alone says of it. */
export function describe(event: UploadEvent): string {
  if (event.isError) {
    const error: UploadError = event.error;
    const phase: "ended" = event.phase;
    const ok: false = event.ok;
    return `${phase} ${ok} ${error.code} ${event.response.toUpperCase()}`;
  }
  if (event.phase !== "ended") {
    return `${event.phase} ${event.bytesTransferred}`;
  }
  const { error }: { error?: undefined } = event;
  return event.responseType === "binary"
    ? `${event.status} ${event.response.byteLength} ${error}`
    : `${event.status} ${event.response.trim()} ${error}`;
}

/** Switches on the phase, with a default for phases to come. */
export function progressOf(event: UploadEvent): number {
  switch (event.phase) {
    case "progress":
      return event.bytesTransferred / event.bytesEstimated;
    case "ended":
      return event.ok ? 1 : 0;
    default:
      return 0;
  }
}

/** Narrows by `error`, which only a failure has. */
export function codeOf(event: UploadEndedEvent): UploadErrorCode | number {
  return event.error === undefined ? event.status : event.error.code;
}

/** Waits for the last event. */
export async function lastOf(source: Blob): Promise<Uint8Array | string> {
  const ended = await upload({ url: "http://127.0.0.1/", source });
  if (ended.isError) throw ended.error;
  return ended.response;
}

/** Takes what a handle gives. */
export async function resultsOf(running: Upload): Promise<unknown[]> {
  const ended: UploadEndedEvent = await running;
  const answered: UploadAnsweredEvent = await running.orThrow();
  const isError: false = answered.isError;
  const parsed: unknown = await running.json();
  const { id }: { id: number } = await running.json<{ id: number }>();
  const method: string = await running.then((ended) => ended.method);
  const etag: string | undefined = ended.responseHeaders["etag"];
  const all: UploadEndedEvent[] = await Promise.all([running, running.ended]);
  return [isError, parsed, id, method, etag, all];
}

/** Gives each code a text: every one that there is. */
export const TEXTS: Record<UploadErrorCode, string> = {
  "cancelled": "Cancelled",
  "timeout": "Too slow",
  "not-found": "No such file",
  "not-a-file": "Not a file",
  "permission": "Not allowed",
  "outside-directory": "Not allowed",
  "source": "Damaged",
  "network": "Offline",
  "response-too-large": "Too large",
  "status": "Refused",
  "response": "Not JSON",
  "protocol": "Not supported",
  "store": "No access to the store",
  "invalid-options": "The options are invalid",
};

/** Throws an error of its own in a protocol. */
export function failure(cause: unknown): UploadError {
  return new UploadError("source", "Cannot read", { hint: "", cause });
}
