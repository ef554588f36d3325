import {
  upload,
  type UploadEndedEvent,
  type UploadOptions,
} from "@network/upload";
import { rufh, type RufhOptions } from "@network/upload/resumable";
import { sameBytes } from "../bytes.ts";
import type { RufhServer } from "./rufh_server.ts";

/** Bytes that an upload of a test sends. */
export const RUFH_BYTES: Uint8Array<ArrayBuffer> = Uint8Array.from(
  { length: 300_000 },
  (_, at) => (at * 2246822519) >>> 11,
);

/** An upload to the target of a server, in its version, repeated without delay. */
export function rufhOptions(
  { target, version }: Pick<RufhServer, "target" | "version">,
  options: RufhOptions = {},
  more: Partial<UploadOptions> = {},
): UploadOptions & { protocol: NonNullable<UploadOptions["protocol"]> } {
  return {
    url: target,
    source: RUFH_BYTES,
    retry: { baseDelay: 0 },
    ...more,
    protocol: rufh({ version, ...options }),
  };
}

/** Uploads to the target of a server. */
export async function uploadByRufh(
  ...args: Parameters<typeof rufhOptions>
): Promise<UploadEndedEvent> {
  return await upload(rufhOptions(...args));
}

/**
 * Begins an upload in appends of 100,000 bytes, which the server refuses after the first one, and
 * forgets the requests.
 */
export async function interruptRufh(
  server: RufhServer,
  options: Parameters<typeof uploadByRufh>,
): Promise<void> {
  server.hooks.answer = ({ offset }) =>
    offset === 100_000 ? { status: 507 } : undefined;
  const { status } = await uploadByRufh(...options);
  if (status !== 507) throw new Error(`The upload ended with ${status}`);
  server.hooks = {};
  server.requests.length = 0;
}

/** Makes a server complete uploads by their first append, and respond to it without a field of the draft. */
export function completeSilently(server: RufhServer, status = 200): void {
  server.hooks.answer = ({ method, path, offset, headers }) => {
    const upload = server.uploads.get(path);
    if (method !== "PATCH" || upload === undefined) return undefined;
    if (offset === 0) upload.append(RUFH_BYTES);
    upload.isComplete ||= headers.get("upload-complete") === "?1";
    upload.acknowledge(RUFH_BYTES.length);
    return { status, headers: { "Content-Type": "text/plain" }, body: "done" };
  };
}

/** The sizes of the appends that a server got. */
export function appends(server: RufhServer): number[] {
  return server.requestsOf("PATCH").map(({ received }) => received);
}

/** Whether the only upload of a server is complete, and has these bytes. */
export async function hasStoredRufh(
  { onlyUpload, violations, repeatedBytes }: RufhServer,
  bytes: Uint8Array<ArrayBuffer> = RUFH_BYTES,
): Promise<boolean> {
  if (violations.length > 0) throw new Error(violations.join("; "));
  if (repeatedBytes > 0) throw new Error(`${repeatedBytes} bytes came again`);
  return onlyUpload.isComplete && sameBytes(await onlyUpload.bytes(), bytes);
}
