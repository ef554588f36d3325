import { attempt } from "../errors/attempt.ts";
import { isToken } from "./headers.ts";

const CHARSET = patternOf("charset");
const BOUNDARY = patternOf("boundary");

/** The charset in a Content-Type (RFC 9110 §8.3.2), if any. */
export function charsetOf(contentType: string): string | undefined {
  return parameterOf(contentType, CHARSET);
}

/** The boundary in a Content-Type (RFC 2046 §5.1.1), if any. */
export function boundaryOf(contentType: string): string | undefined {
  return parameterOf(contentType, BOUNDARY) || undefined;
}

/**
 * Whether a text is a type and a subtype, with or without parameters (RFC 9110
 * §8.3.1).
 */
export function isMediaType(text: string): boolean {
  const names = mediaTypeOf(text).split("/");
  return names.length === 2 && names.every(isToken);
}

/** The type without its parameters, in lower case: `text/html`. */
export function mediaTypeOf(contentType: string): string {
  return contentType.replace(/;.*$/s, "").trim().toLowerCase();
}

/**
 * Whether the platform knows a charset by this label (WHATWG Encoding §4.2).
 */
export function isCharset(label: string): boolean {
  return attempt(() => new TextDecoder(label) !== undefined, false);
}

function patternOf(parameter: string): RegExp {
  const value = String.raw`\s*=\s*(?:"([^"]*)"|([^\s;"]+))`;
  return new RegExp(String.raw`;\s*${parameter}${value}`, "i");
}

function parameterOf(contentType: string, pattern: RegExp): string | undefined {
  const [, quoted, token] = pattern.exec(contentType) ?? [];
  return quoted ?? token;
}
