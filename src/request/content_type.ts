import { lookup } from "mrmime";

/** What `charset=` in a Content-Type says (RFC 9110 §8.3.2); undefined where it says nothing. */
export function charsetOf(contentType: string): string | undefined {
  const match = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
}

/** What `boundary=` in a Content-Type says (RFC 2046 §5.1.1); undefined if it says nothing. */
export function boundaryOf(contentType: string): string | undefined {
  const match = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;"]+))/i.exec(
    contentType,
  );
  return match?.[1] ?? match?.[2];
}

/** A type and a subtype (RFC 9110 §8.3.1), whatever parameters follow. */
const MEDIA_TYPE = /^[!#$%&'*+.^_`|~\w-]+\/[!#$%&'*+.^_`|~\w-]+$/;

/** Whether a text is a Content-Type, with or without parameters. */
export function isMediaType(text: string): boolean {
  return MEDIA_TYPE.test(mediaTypeOf(text));
}

/** The type without its parameters, in lower case: `text/html`. */
export function mediaTypeOf(contentType: string): string {
  return contentType.replace(/;.*$/s, "").trim().toLowerCase();
}

/** Whether the platform knows a charset by this label (WHATWG Encoding §4.2). */
export function isCharset(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}

/** The Content-Type that the extension of a filename stands for. */
export function contentTypeOfName(name: string): string | undefined {
  if (!/[^./\\]\.[^./\\]+$/.test(name)) return undefined;
  // The table is a plain object: `x.constructor` finds what every object inherits.
  const type: unknown = lookup(name);
  return typeof type === "string" ? type : undefined;
}
