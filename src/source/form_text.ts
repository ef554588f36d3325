import { type Bytes, concat } from "../streams/bytes.ts";
import type { FormPart } from "./form.ts";

/** What is written before the value of a part. */
export interface PartHead extends Pick<FormPart, "name" | "filename"> {
  /** Null to send none. */
  readonly contentType: string | null;
}

/**
 * The bytes of a part that precede its value, as browsers write them (WHATWG
 * HTML §4.10.21.8).
 */
export function headOfPart(
  { name, filename, contentType }: PartHead,
  boundary: string,
): Bytes {
  const nameText = escapeQuoted(unifyLineBreaks(name));
  const fileText = filename === undefined
    ? ""
    : `; filename="${escapeQuoted(filename)}"`;
  const type = contentType === null ? "" : `Content-Type: ${contentType}\r\n`;
  return concat([
    encode(
      `--${boundary}\r\nContent-Disposition: form-data; ` +
        `name="${nameText}"${fileText}\r\n`,
    ),
    // One byte per character, as in a header (WHATWG Infra, isomorphic encode).
    Uint8Array.from(`${type}\r\n`, (character) => character.charCodeAt(0)),
  ]);
}

/** The value of a part that is text. */
export function textOfPart(value: string): Bytes {
  return encode(unifyLineBreaks(value));
}

/** The line break that follows the value of a part. */
export const PART_END: Bytes = encode("\r\n");

/** The end of a form. Some servers wait for the line break after it. */
export function tailOfForm(boundary: string): Bytes {
  return encode(`--${boundary}--\r\n`);
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text);
}

function unifyLineBreaks(text: string): string {
  return text.replace(/\r\n?|\n/g, "\r\n");
}

function escapeQuoted(text: string): string {
  return text.replace(/["\r\n]/g, encodeURIComponent);
}
