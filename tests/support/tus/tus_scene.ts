import {
  upload,
  type UploadEndedEvent,
  type UploadOptions,
} from "@network/upload";
import { tus, type TusOptions } from "@network/upload/resumable";
import { sameBytes } from "../bytes.ts";
import type { TusServer } from "./tus_server.ts";

/** Bytes that an upload of a test sends. */
export const TUS_BYTES: Uint8Array<ArrayBuffer> = Uint8Array.from(
  { length: 300_000 },
  (_, at) => (at * 2654435761) >>> 13,
);

/** An upload to a tus server, repeated without delay. */
export function tusOptions(
  { endpoint }: Pick<TusServer, "endpoint">,
  options: TusOptions = {},
  more: Partial<UploadOptions> = {},
): UploadOptions & { protocol: NonNullable<UploadOptions["protocol"]> } {
  return {
    url: endpoint,
    source: TUS_BYTES,
    retry: { baseDelay: 0 },
    ...more,
    protocol: tus(options),
  };
}

/** Uploads to a tus server. */
export async function uploadByTus(
  ...args: Parameters<typeof tusOptions>
): Promise<UploadEndedEvent> {
  return await upload(tusOptions(...args));
}

/** The requests that a server got, as `PATCH 0`, with what it responded. */
export function requestsTo({ requests }: TusServer): string[] {
  return requests.map(({ method, offset, status }) =>
    [method, offset, status].filter((part) => part !== undefined).join(" ")
  );
}

/** Whether the only upload of a server is complete, and has these bytes. */
export async function hasStored(
  { onlyUpload, violations, repeatedBytes }: TusServer,
  bytes: Uint8Array<ArrayBuffer> = TUS_BYTES,
): Promise<boolean> {
  if (violations.length > 0) throw new Error(violations.join("; "));
  if (repeatedBytes > 0) throw new Error(`${repeatedBytes} bytes came again`);
  return onlyUpload.isComplete && sameBytes(await onlyUpload.bytes(), bytes);
}
