import { attempt } from "../errors/attempt.ts";
import { isHttp, parseUrl } from "./url.ts";
import { refuse } from "./validation.ts";

/**
 * The maximum length of a filename in characters: that of a path on Linux.
 */
const MAX_LENGTH = 4096;

/**
 * Checks a filename. Never shows a string that looks like the content of a file:
 * it may be secret.
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

/** Checks the URL of a file. */
export function checkFileUrl(url: URL, argument: string): URL {
  if (url.protocol !== "file:") {
    const advice = isHttp(url) ? ": fetch it, and pass the Response" : "";
    refuse(`'${argument}' must be a file: URL (got ${url.protocol})${advice}`);
  }
  if (/%00/.test(url.pathname)) refuseNul(argument);
  return url;
}

/** Matches a URL. Its scheme has two or more letters: one letter is a drive. */
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
 * Whether a text is a JSON object or array. `[slug].tsx` and `{id}.ts` are
 * filenames.
 */
function isJson(text: string): boolean {
  return /^[{[]/.test(text) &&
    attempt(() => JSON.parse(text) !== undefined, false);
}

function refuseNul(argument: string): never {
  refuse(`'${argument}' must be a filename without NUL characters`);
}
