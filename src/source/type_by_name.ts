import { abortable } from "../streams/abortable.ts";
import { loadTypes } from "./chunks.ts";

/** Arbitrary bytes (RFC 2046 §4.5.1). */
export const UNKNOWN_TYPE = "application/octet-stream";

/** Whether a filename has an extension that may tell the Content-Type. */
export function hasExtension(name: string): boolean {
  return /[^./\\]\.[^./\\]+$/.test(name);
}

/**
 * The Content-Type for the extension of a filename: of the first one that is
 * known.
 *
 * @param signal Ends the wait for the table.
 */
export async function typeByName(
  names: readonly (string | undefined)[],
  signal: AbortSignal,
): Promise<string> {
  // Service workers refuse to load code later. Of a File without a type their
  // platform sends the unknown type too.
  const loading = loadTypes().catch(() => ({ typeOfName: () => undefined }));
  const { typeOfName } = await abortable(loading, signal);
  const types = names.map((name = "") =>
    hasExtension(name) ? typeOfName(name) : undefined
  );
  return types.find((type) => type !== undefined) ?? UNKNOWN_TYPE;
}
