import { attempt } from "../errors/attempt.ts";
import { kindOf } from "../errors/kind_of.ts";
import {
  ApplicationSupportDirectory,
  type BaseDirectory,
  CachesDirectory,
  CurrentDirectory,
  DocumentsDirectory,
  type NamedDirectory,
  ResourceDirectory,
  TemporaryDirectory,
} from "../files/base_directory.ts";
import { toHeaders } from "../request/headers.ts";
import type { UploadOptions } from "../request/options.ts";
import { toUploadRequest } from "../request/upload_request.ts";
import { checkUrl } from "../request/url_validation.ts";
import { isRecord, pairsOf, refuse } from "../request/validation.ts";
import { restoreSource, saveSource } from "./saved_source.ts";
import type { StoredValue } from "./store.ts";

const DIRECTORIES: readonly NamedDirectory[] = [
  ApplicationSupportDirectory,
  CachesDirectory,
  CurrentDirectory,
  DocumentsDirectory,
  ResourceDirectory,
  TemporaryDirectory,
];

/**
 * What a store keeps of the options of an upload.
 *
 * @param maxBytes The maximum number of bytes of a source in memory.
 * @throws {TypeError} If an option is invalid or cannot be kept.
 */
export async function saveOptions(
  options: UploadOptions,
  maxBytes: number,
): Promise<Record<string, StoredValue>> {
  const source = saveSource(options.source, maxBytes);
  // It is awaited last, and its failure must not go unhandled before.
  source.catch(() => {});
  const saved: Record<string, StoredValue> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || name === "source") continue;
    saved[name] = saveOption(name, value);
  }
  const kept = await source;
  toUploadRequest([options]);
  return { ...saved, source: kept };
}

/** The options of what a store has kept; undefined if that is damaged. */
export function restoreOptions(saved: unknown): UploadOptions | undefined {
  if (!isRecord(saved) || typeof saved.url !== "string") return undefined;
  if (!URL.canParse(saved.url)) return undefined;
  const source = attempt(() => restoreSource(saved.source), undefined);
  if (source === undefined) return undefined;
  const { url, baseDirectory, ...rest } = saved;
  const directory = restoreDirectory(baseDirectory);
  return directory === undefined
    ? { ...rest, url, source }
    : { ...rest, url, source, baseDirectory: directory };
}

function saveOption(name: string, value: unknown): StoredValue {
  switch (name) {
    case "url":
      return checkUrl(value).href;
    case "headers":
      return toHeaders(value);
    case "baseDirectory":
      return value instanceof URL ? value.href : String(value);
    case "multipart":
      return isRecord(value) ? saveForm(value) : savePlain(name, value);
    default:
      return savePlain(name, value);
  }
}

function saveForm({ fields, ...rest }: Record<string, unknown>): StoredValue {
  const saved = saveRecord("multipart", rest);
  if (fields === undefined) return saved;
  const pairs = pairsOf("multipart.fields", fields);
  return { ...saved, fields: savePlain("multipart.fields", pairs) };
}

function saveRecord(
  name: string,
  record: Record<string, unknown>,
): Record<string, StoredValue> {
  const saved: Record<string, StoredValue> = {};
  for (const [key, value] of Object.entries(record)) {
    if (value === undefined) continue;
    saved[key] = savePlain(`${name}.${key}`, value);
  }
  return saved;
}

/** @throws {TypeError} If JSON does not keep a value, such as a function. */
function savePlain(name: string, value: unknown): StoredValue {
  if (value === null) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((part) => savePlain(name, part));
  if (isRecord(value)) return saveRecord(name, value);
  const got = typeof value === "number" ? value : kindOf(value);
  return refuse(`'${name}' cannot be saved (got ${got}): add it in 'prepare'`);
}

function restoreDirectory(saved: unknown): BaseDirectory | undefined {
  return DIRECTORIES.find((directory) => String(directory) === saved) ??
    attempt(() => new URL(String(saved)), undefined);
}
