import type { OpenUpload } from "../request/protocol.ts";
import { protocolError } from "../resumable/protocol_error.ts";
import { listParts } from "./multipart.ts";
import { notS3 } from "./not_s3.ts";
import type { S3Client } from "./s3_client.ts";
import type { UploadState } from "./upload_state.ts";

/**
 * Learns from the server which parts it has. Those of another size are sent again.
 *
 * @throws {UploadError} `protocol` if it has lost a part that cannot be.
 */
export async function refreshParts(
  state: UploadState,
  { source: { size, reopens } }: OpenUpload,
  client: S3Client,
): Promise<void> {
  const isRange = reopens && size >= 0;
  const known = new Map(state.parts.map((part) => [part.number, part.size]));
  const sizeOf = (number: number) =>
    isRange
      ? Math.min(state.partSize, size - (number - 1) * state.partSize)
      : known.get(number);
  const listed = await listParts(client, state.uploadId);
  state.replace(listed.filter(({ number, size }) => size === sizeOf(number)));
  const lost = [...known.keys()].find((number) => !state.has(number));
  if (lost !== undefined && !isRange) {
    throw protocolError(client.url, `the server has lost part ${lost}`);
  }
  state.isUncertain = false;
}

/** @throws {UploadError} `protocol` if the server does not have all parts. */
export function assertComplete(
  { bytes, parts }: UploadState,
  size: number,
  url: URL,
): void {
  const hasGap = parts.at(-1)?.number !== parts.length;
  if (hasGap || size >= 0 && bytes !== size) {
    throw protocolError(url, "the server has lost parts", {
      isTransient: true,
    });
  }
  if (parts.some(({ etag }) => etag === undefined)) throw notS3(url);
}
