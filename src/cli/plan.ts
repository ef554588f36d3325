import type { UploadOptions } from "../request/options.ts";
import type { Protocol } from "../request/protocol.ts";
import { type FoundFile, STDIN_NAME } from "./found_file.ts";
import type { Settings } from "./settings.ts";
import { UsageError } from "./usage_error.ts";

/** An upload that is to be made. */
export interface PlannedUpload {
  /** The name as it was given; that of standard input is `stdin`. */
  readonly name: string;
  /** The name beside a bar: without its directory, unless others have it too. */
  readonly label: string;
  /** The length of the source in bytes; -1 if unknown. */
  readonly size: number;
  readonly options: UploadOptions;
}

/** What was looked up for all uploads. */
export interface PlanContext {
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The protocol for a file; undefined for a single request. */
  readonly protocolFor: (file: FoundFile) => Protocol | undefined;
  /** Time between two `progress` events in ms; undefined for none. */
  readonly progressInterval: number | undefined;
}

/**
 * The options of each upload.
 *
 * @throws {UsageError} If two files would get the same URL, or standard input has
 * no name for its URL.
 */
export function planUploads(
  settings: Settings,
  files: readonly FoundFile[],
  { headers, protocolFor, progressInterval }: PlanContext,
): PlannedUpload[] {
  const { form, resume, retry, timeout, maxBytesPerSecond } = settings;
  const isNamedInside = form !== undefined || resume === "tus";
  const method = settings.method ?? (isNamedInside ? "POST" : "PUT");
  const takesMany = isNamedInside || method.toUpperCase() === "POST";
  if (!takesMany) assertTargets(settings, files);
  const names = files.map(({ name, isStdin }) => isStdin ? STDIN_NAME : name);
  const bases = files.map(({ base }) => base);
  const isUnique = new Set(bases).size === bases.length;
  return files.map((file, at) => ({
    name: names[at] ?? "",
    label: (isUnique ? bases : names)[at] ?? "",
    size: file.size,
    options: {
      url: isNamedInside ? settings.url : targetUrl(settings.url, file),
      method,
      headers,
      source: file.source,
      // That of a file is looked up again when it is opened.
      size: file.isStdin && file.size >= 0 ? file.size : undefined,
      contentType: settings.contentType,
      multipart: form && {
        ...form,
        ...file.isStdin ? { filename: STDIN_NAME } : {},
      },
      protocol: protocolFor(file),
      retry,
      timeout,
      maxBytesPerSecond,
      progress: progressInterval !== undefined,
      progressInterval,
    },
  }));
}

/** Refuses a URL at which each file would replace the one before. */
function assertTargets(
  { url }: Settings,
  files: readonly FoundFile[],
): void {
  if (!url.pathname.endsWith("/")) {
    if (files.length === 1) return;
    throw new UsageError(
      "All files would be sent to the same URL",
      "end it with / to add their names, or send them by POST (-X POST, --form)",
    );
  }
  const names = new Set<string>();
  for (const { base } of files) {
    if (names.has(base)) {
      throw new UsageError(
        `Two files are called ${
          JSON.stringify(base)
        }, and would get the same URL`,
      );
    }
    names.add(base);
  }
}

/** The URL of a file: one that ends in `/` gets its name. */
function targetUrl(url: URL, file: FoundFile): URL {
  if (!url.pathname.endsWith("/")) return url;
  if (file.isStdin) {
    throw new UsageError(
      "Standard input has no name, and the URL ends in /",
      "pass a URL with a name",
    );
  }
  const target = new URL(url);
  target.pathname += encodeName(file.base);
  return target;
}

/** A name as a segment of a path (RFC 3986 §3.3). */
function encodeName(name: string): string {
  // A lone surrogate has no UTF-8. "." and ".." never are names of files.
  return encodeURIComponent(name.toWellFormed());
}
