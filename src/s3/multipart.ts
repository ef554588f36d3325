import { bytesSource } from "../source/memory_source.ts";
import type { HeaderRecord } from "../request/headers.ts";
import type { Reply } from "../request/protocol.ts";
import { protocolError } from "../resumable/protocol_error.ts";
import { toHex } from "../streams/hex.ts";
import {
  type Checksum,
  checksumHeader,
  checksumOf,
  type ChecksumValue,
  sha256,
} from "./checksum.ts";
import type { Part } from "./parts.ts";
import { bodyText } from "./body_text.ts";
import { notS3 } from "./not_s3.ts";
import { Refused, type S3Client } from "./s3_client.ts";
import { escapeXml, parseXml, textOf, type XmlElement } from "./xml.ts";

/** A part that the server has. */
export interface StoredPart {
  readonly number: number;
  /** In bytes. */
  readonly size: number;
  /** Undefined if the response did not show it. */
  readonly etag: string | undefined;
  /** Undefined if the response did not show it: some servers have none. */
  readonly checksum: ChecksumValue | undefined;
}

const UTF_8 = new TextEncoder();

/** Begins an object in parts (CreateMultipartUpload). */
export async function createUpload(
  client: S3Client,
  headers: HeaderRecord,
  algorithm: Checksum | undefined,
): Promise<{ readonly uploadId: string; readonly reply: Reply }> {
  const reply = await client.request({
    method: "POST",
    query: { uploads: "" },
    headers: {
      ...headers,
      ...(algorithm && { "x-amz-checksum-algorithm": algorithm.toUpperCase() }),
    },
    outlivesCancel: true,
  });
  const uploadId = textOf(xmlOf(client, reply), "UploadId");
  if (uploadId) return { uploadId, reply };
  throw protocolError(client.url, "the server did not name the upload");
}

/** Sends a part (UploadPart). */
export async function sendPart(
  client: S3Client,
  uploadId: string,
  { number, size, open, bytes }: Part,
  { algorithm, signal }: {
    algorithm: Checksum | undefined;
    signal: AbortSignal;
  },
): Promise<StoredPart> {
  const { checksum, digest } = await checksumOf(bytes, algorithm);
  const { response } = await client.request({
    method: "PUT",
    query: { partNumber: String(number), uploadId },
    headers: checksumHeader(checksum),
    size,
    digest,
    open,
    signal,
  });
  const etag = response.headers.get("etag") ?? undefined;
  const [name = ""] = Object.keys(checksumHeader(checksum));
  const isShown = name !== "" && response.headers.has(name);
  return { number, size, etag, checksum: isShown ? checksum : undefined };
}

/** Lists all parts that the server has (ListParts). */
export async function listParts(
  client: S3Client,
  uploadId: string,
): Promise<StoredPart[]> {
  const parts: StoredPart[] = [];
  for (let marker: string | undefined = "0"; marker !== undefined;) {
    const last: string = marker;
    const root = xmlOf(
      client,
      await client.request({
        method: "GET",
        query: {
          uploadId,
          ...(last !== "0" && { "part-number-marker": last }),
        },
      }),
    );
    parts.push(
      ...root.children.filter(({ name }) => name === "Part").flatMap(toPart),
    );
    marker = textOf(root, "IsTruncated") === "true"
      ? textOf(root, "NextPartNumberMarker") ?? String(parts.at(-1)?.number)
      : undefined;
    if (marker !== undefined && !(Number(marker) > Number(last))) {
      throw protocolError(client.url, "the server repeats its list of parts");
    }
  }
  return parts;
}

function toPart(element: XmlElement): StoredPart[] {
  const number = Number(textOf(element, "PartNumber"));
  const size = Number(textOf(element, "Size"));
  const isPart = Number.isSafeInteger(number) && number > 0 &&
    Number.isSafeInteger(size);
  if (!isPart) return [];
  const checksums = (["CRC32", "SHA256"] as const).flatMap((algorithm) => {
    const value = textOf(element, `Checksum${algorithm}`);
    return value ? { algorithm, value } : [];
  });
  const etag = textOf(element, "ETag");
  return [{ number, size, etag, checksum: checksums[0] }];
}

/** Makes an object of its parts (CompleteMultipartUpload). */
export async function completeUpload(
  client: S3Client,
  uploadId: string,
  parts: readonly StoredPart[],
  headers: HeaderRecord,
): Promise<Reply> {
  const body = UTF_8.encode(completion(parts));
  const { open } = bytesSource(body);
  const reply = await client.request({
    method: "POST",
    query: { uploadId },
    headers: { ...headers, "content-type": "application/xml" },
    size: body.byteLength,
    digest: toHex(await sha256(body)),
    open,
    sendsSource: false,
  });
  if (xmlOf(client, reply).name === "CompleteMultipartUploadResult") {
    return reply;
  }
  throw notS3(client.url);
}

function completion(parts: readonly StoredPart[]): string {
  const elements = parts.map(({ number, etag = "", checksum }) => {
    const name = `Checksum${checksum?.algorithm}`;
    const value = checksum && `<${name}>${checksum.value}</${name}>`;
    return `<Part><PartNumber>${number}</PartNumber><ETag>${
      escapeXml(etag)
    }</ETag>${value ?? ""}</Part>`;
  });
  return `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${
    elements.join("")
  }</CompleteMultipartUpload>`;
}

/** Whether an upload was completed, aborted or never begun. */
export function isNoSuchUpload(thrown: unknown): boolean {
  return thrown instanceof Refused &&
    (thrown.refusal.code === "NoSuchUpload" || thrown.refusal.code === "404");
}

function xmlOf({ url }: S3Client, reply: Reply): XmlElement {
  const root = parseXml(bodyText(reply));
  if (root !== undefined) return root;
  throw notS3(url);
}
