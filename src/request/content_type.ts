import { lookup } from "mrmime";

/** What `charset=` in a Content-Type says (RFC 9110 §8.3.2); undefined where it says nothing. */
export function charsetOf(contentType: string): string | undefined {
  const match = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
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
