import { isCharset } from "../request/content_type.ts";
import type { Bytes } from "../streams/bytes.ts";

const UTF_8 = new TextDecoder();

/** A decoded text. */
export interface DecodedText {
  readonly text: string;
  /** Whether the text encodes to the same bytes as UTF-8. */
  readonly isExact: boolean;
}

/**
 * Decodes text according to its byte order mark, otherwise the header, otherwise
 * its own declaration, otherwise as UTF-8.
 *
 * @param charset The charset in the header, if any.
 */
export function decodeText(
  bytes: Bytes,
  mediaType: string,
  charset: string | undefined,
): DecodedText {
  const mark = byteOrderMarkOf(bytes);
  const label = mark ?? charset ?? declaredIn(bytes, mediaType);
  const isOther = label !== undefined && !/^utf-?8$/i.test(label) &&
    isCharset(label);
  const decoder = isOther ? new TextDecoder(label) : UTF_8;
  const text = decoder.decode(bytes);
  // A byte order mark is left out, and an error becomes U+FFFD.
  const isExact = !isOther && mark === undefined && !text.includes("\ufffd");
  return { text, isExact };
}

/**
 * The encoding of a byte order mark, which takes precedence over the header
 * (WHATWG Encoding §6, BOM sniff).
 */
function byteOrderMarkOf([first, second, third]: Bytes): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return undefined;
}

/**
 * The charset that an XML declaration or an HTML `<meta>` states within the first
 * 1,024 bytes.
 */
function declaredIn(bytes: Bytes, mediaType: string): string | undefined {
  if (!/xml|html|^$/.test(mediaType)) return undefined;
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 1024));
  const declared =
    /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']+)["']/.exec(start) ??
      /<meta\s[^>]*?\bcharset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(start);
  // A declaration that was found in single-byte text cannot be UTF-16 (WHATWG
  // HTML §13.2.3.2).
  return declared?.[1]?.replace(/^utf-16.*/i, "utf-8");
}
