import { kindOf } from "../errors/kind_of.ts";
import { property } from "../errors/attempt.ts";
import { isRecord, refuse } from "../request/validation.ts";
import { isBlob } from "../source/blob.ts";
import { toBase64 } from "../streams/base64.ts";
import { isBytes, toBytes } from "../streams/bytes.ts";
import { toOwnUrl } from "../streams/platform_object.ts";
import type { StoredValue } from "./store.ts";

/**
 * What a store keeps of a source: the name of a file, or bytes.
 *
 * @param maxBytes The maximum number of bytes.
 * @throws {TypeError} If the source cannot be kept.
 */
export async function saveSource(
  source: unknown,
  maxBytes: number,
): Promise<StoredValue> {
  const url = toOwnUrl(source);
  if (url !== undefined) return { file: url.href };
  if (typeof source === "string") return { file: source };
  if (isBytes(source)) {
    assertSize(source.byteLength, maxBytes);
    return { bytes: toBase64(toBytes(source)) };
  }
  if (!isBlob(source)) {
    return refuse(
      `'source' cannot be saved (got ${
        kindOf(source)
      }): name a file, or pass bytes or a Blob`,
    );
  }
  assertSize(source.size, maxBytes);
  const bytes = toBase64(new Uint8Array(await source.arrayBuffer()));
  const name = property(source, "name");
  const lastModified = property(source, "lastModified");
  return typeof name === "string" && typeof lastModified === "number"
    ? { bytes, type: source.type, name, lastModified }
    : { bytes, type: source.type };
}

/** The source of what a store has kept; undefined if that is damaged. */
export function restoreSource(saved: unknown): string | Blob | undefined {
  if (!isRecord(saved)) return undefined;
  const { file, bytes, type = "", name, lastModified } = saved;
  if (typeof file === "string") return file;
  if (typeof bytes !== "string" || typeof type !== "string") return undefined;
  const content = [fromBase64(bytes)];
  // By its time, a resumable upload recognizes the file in a later run.
  return typeof name === "string" && typeof lastModified === "number"
    ? new File(content, name, { type, lastModified })
    : new Blob(content, { type });
}

function assertSize(size: number, maxBytes: number): void {
  if (size <= maxBytes) return;
  refuse(
    `'source' cannot be saved: it has ${size} bytes, and 'maxBytes' is ${maxBytes}: name a file`,
  );
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
