import { attempt } from "../errors/attempt.ts";
import { parseUrl } from "./url.ts";
import { refuse } from "./validation.ts";

/**
 * The maximum length of a filename in characters, which is that of a path in
 * Linux.
 */
const MAX_LENGTH = 4096;

/**
 * Checks a string that is to name a file. Never shows what looks like the
 * content of a file: it may be secret.
 */
export function checkFilename(name: string, argument: string): string | URL {
  if (name === "") refuse(`'${argument}' must not be an empty filename`);
  if (name.includes("\0")) refuseNul(argument);
  const kind = kindOfText(name);
  if (kind !== undefined) {
    refuse(
      `'${argument}' must be a filename if it is a string (got ${kind}): pass a Blob to send text`,
    );
  }
  if (!URL_WITH_SCHEME.test(name)) return name;
  return checkFileUrl(
    parseUrl(name) ?? refuse(`'${argument}' must be a valid file: URL`),
    argument,
  );
}

/** Checks a URL that is to name a file. */
export function checkFileUrl(url: URL, argument: string): URL {
  if (url.protocol !== "file:") {
    refuse(`'${argument}' must be a file: URL (got ${url.protocol})`);
  }
  if (/%00/.test(url.pathname)) refuseNul(argument);
  return url;
}

/** A scheme of two letters or more: one letter is a drive of Windows. */
const URL_WITH_SCHEME = /^(?:file:\/|[a-z][a-z\d+.-]+:\/\/)/i;

/** The kind of a string that is clearly not a filename. */
function kindOfText(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return `${text.length} characters`;
  if (/[\n\r\u2028\u2029]/.test(text)) return "text with line breaks";
  const trimmed = text.trim();
  if (isJson(trimmed)) return "JSON";
  if (/^<[^]*>$/.test(trimmed)) return "markup";
  return /^(?:data:[^,]*,|blob:.*[/:])/i.test(text)
    ? "a data: or blob: URL"
    : undefined;
}

/**
 * Whether a text is a JSON object or array; `[slug].tsx` and `{id}.ts` are
 * names.
 */
function isJson(text: string): boolean {
  return /^[{[]/.test(text) &&
    attempt(() => JSON.parse(text) !== undefined, false);
}

function refuseNul(argument: string): never {
  refuse(`'${argument}' must be a filename without NUL characters`);
}
