import { quote } from "../errors/excerpt.ts";
import { TRANSIENT_STATUSES } from "../errors/response_error.ts";
import { FinalReply, protocolError } from "./protocol_error.ts";
import type { TusClient } from "./tus_client.ts";
import type { TusSettings } from "./tus_settings.ts";

/** What a server reports of itself (tus 1.0.0, OPTIONS). */
export interface TusServer {
  /** The names of its extensions. */
  readonly extensions: readonly string[];
  /** The algorithms of its checksums. */
  readonly checksums: readonly string[];
  /** The maximum size of an upload in bytes; Infinity if it reports none. */
  readonly maxSize: number;
}

/** Statuses that say nothing of the server. */
const NO_ANSWER = [401, 403, ...TRANSIENT_STATUSES];
const HINT = "see the documentation of the server";

/**
 * Asks a server what it supports.
 *
 * @throws {FinalReply} If it may answer later, or others.
 */
export async function askServer(client: TusClient): Promise<TusServer> {
  const reply = await client.request("OPTIONS", client.endpoint);
  const { status, headers } = reply.response;
  if (NO_ANSWER.includes(status)) throw new FinalReply(reply);
  const maxSize = headers.get("tus-max-size") ?? "";
  return {
    extensions: listOf(headers.get("tus-extension")),
    checksums: listOf(headers.get("tus-checksum-algorithm")),
    maxSize: /^\d+$/.test(maxSize) ? Number(maxSize) : Infinity,
  };
}

/** The extensions that an upload needs, besides creation. */
export function neededExtensions(
  { checksum, parallel }: Pick<TusSettings, "checksum" | "parallel">,
  size: number,
): readonly string[] {
  return [
    ...(size < 0 ? ["creation-defer-length"] : []),
    ...(checksum === undefined ? [] : ["checksum"]),
    ...(parallel > 1 ? ["concatenation"] : []),
  ];
}

/** @throws {UploadError} `protocol` if the server does not support an upload. */
export function assertSupported(
  { extensions, checksums, maxSize }: TusServer,
  needed: readonly string[],
  { checksum }: Pick<TusSettings, "checksum">,
  { size, url }: { size: number; url: URL },
): void {
  const missing = needed.find((name) => !extensions.includes(name));
  if (missing !== undefined) throw unsupported(url, missing);
  if (checksum !== undefined && !checksums.includes(checksum.name)) {
    const known = checksums.map(quote).join(", ") || "none";
    throw protocolError(
      url,
      `the server does not know the checksum ${quote(checksum.name)}`,
      { hint: `it knows ${known}` },
    );
  }
  if (size > maxSize) throw tooLarge(url, size, maxSize);
}

/** The error for an extension that a server does not have. */
export function unsupported(url: URL, extension: string): Error {
  return protocolError(
    url,
    `the server does not support the extension "${extension}" of tus`,
    { hint: HINT },
  );
}

/** The error for a source that is larger than a server takes. */
export function tooLarge(url: URL, size: number, maxSize: number): Error {
  return protocolError(
    url,
    `the source has ${size} bytes, more than the ${maxSize} that the server takes`,
    { hint: HINT },
  );
}

function listOf(value: string | null): string[] {
  return (value ?? "").split(",").map((name) => name.trim()).filter(Boolean);
}
