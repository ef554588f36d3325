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

/** Whether the only upload of a server is complete, and has these bytes. */
export async function hasStoredRufh(
  { onlyUpload, violations, repeatedBytes }: RufhServer,
  bytes: Uint8Array<ArrayBuffer> = RUFH_BYTES,
): Promise<boolean> {
  if (violations.length > 0) throw new Error(violations.join("; "));
  if (repeatedBytes > 0) throw new Error(`${repeatedBytes} bytes came again`);
  return onlyUpload.isComplete && sameBytes(await onlyUpload.bytes(), bytes);
}
