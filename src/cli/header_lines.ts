import { UsageError } from "./usage_error.ts";

/** A header: its name and its value. */
export type Header = readonly [name: string, value: string];

/** Headers whose values should not be seen in the list of processes. */
const SECRET =
  /^(?:proxy-)?authorization$|^cookie$|(?:api-?key|token|secret|password)$/i;

/**
 * Parses the line of a header. A message never shows its value.
 *
 * @throws {UsageError} If it has no colon, or is that of the host.
 */
export function parseHeader(line: string): Header {
  const at = line.indexOf(":");
  const name = line.slice(0, Math.max(at, 0)).trim();
  if (/^host$/i.test(name)) {
    // `fetch` ignores it, and another host would get the file.
    throw new UsageError(
      "Cannot send the header 'Host': it is that of the URL",
    );
  }
  if (at > 0) return [name, line.slice(at + 1).trim()];
  throw new UsageError(
    "A header must be a line such as 'Name: value', or @FILE with such lines",
  );
}

/** Parses the lines of a file; empty ones and those with a `#` are skipped. */
export function parseHeaderFile(text: string): Header[] {
  return text.replace(/^\ufeff/, "").split(/\r\n|[\r\n]/)
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map(parseHeader);
}

/** Whether a header's value is a secret. */
export function isSecret([name]: Header): boolean {
  return SECRET.test(name);
}
