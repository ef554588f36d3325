import { isRecord } from "../request/validation.ts";
import type { SourceIdentity } from "../source/source.ts";

/** An upload that has begun, as a store keeps it. A type, so that it is JSON. */
export type RememberedUpload = {
  /** The protocol that it was begun with, such as `tus`. */
  readonly protocol: string;
  /** The version of its source. */
  readonly version: string;
  /** The size of its source in bytes; -1 if it was not known. */
  readonly size: number;
  /**
   * Where the server keeps it, part by part; an empty string for a part that it
   * has not created. Each may be a secret.
   */
  readonly urls: readonly string[];
  /** When the server removes it, in ms since 1970 by the clock here. */
  readonly expires?: number;
  /** What else its protocol needs, such as the size of its parts. */
  readonly details?: Readonly<Record<string, number>>;
};

/** Checks a value of a store; undefined if it is no upload. */
export function toRemembered(value: unknown): RememberedUpload | undefined {
  if (!isRecord(value)) return undefined;
  const { protocol, version, size, urls, expires, details } = value;
  const isValid = typeof protocol === "string" &&
    typeof version === "string" && Number.isSafeInteger(size) &&
    isUrls(urls) && (expires === undefined || Number.isFinite(expires)) &&
    (details === undefined || isDetails(details));
  if (!isValid) return undefined;
  return {
    protocol,
    version,
    size: Number(size),
    urls,
    ...(expires !== undefined && { expires: Number(expires) }),
    ...(details !== undefined && { details }),
  };
}

function isDetails(value: unknown): value is Record<string, number> {
  return isRecord(value) && Object.values(value).every(Number.isSafeInteger);
}

function isUrls(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 &&
    value.every((url) => url === "" || URL.canParse(url));
}

/**
 * Whether a remembered upload is continued: the source has neither changed nor
 * another size, and the server may still have what it stored.
 */
export function isContinued(
  remembered: RememberedUpload,
  { protocol, version, size }:
    & Pick<SourceIdentity, "version">
    & Pick<RememberedUpload, "protocol" | "size">,
  now: number,
): boolean {
  return remembered.protocol === protocol && remembered.version === version &&
    remembered.size === size && (remembered.expires ?? Infinity) > now;
}

/**
 * The key of an upload in a store: the same for the same source and the same
 * server, also if the source has changed since.
 */
export function keyOf(
  protocol: string,
  { origin, pathname, search }: URL,
  { place }: SourceIdentity,
): string {
  return `${protocol} ${origin}${pathname}${search} ${place}`;
}
