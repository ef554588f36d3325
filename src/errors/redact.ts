/**
 * A URL for a message: without query and fragment, which may contain a
 * signature.
 */
export function plainUrl(url: URL): string {
  return url.origin + url.pathname;
}

/**
 * Matches text between white space, quotes and angle brackets, none of which a
 * URL contains (WHATWG URL §4.3).
 */
const WORD = /[^\s"<>]+/g;

/**
 * Matches a name such as `x-api-key`, from its start and without backtracking,
 * so in linear time.
 */
const SECRET_NAME = String
  .raw`(?<![\w-])(?=([\w-]+))(?=[\w-]*?(?:authorization|cookie|credential|signature|password|api[-_]?key|[-_](?:key|token|secret)))\1`;
const QUOTED = String.raw`"(?:[^"\\\r\n]|\\.)*"?|'(?:[^'\\\r\n]|\\.)*'?`;

/**
 * Matches such a name and its value. A quoted value ends at the closing quote,
 * one after `=` at a space or `&`, and one after `:` at the line break.
 */
const SECRET_FIELD = new RegExp(
  SECRET_NAME + String.raw`([\\"']*[ \t]*)` +
    String.raw`(?:(=[ \t]*)(?:${QUOTED}|[^\s"'&]+)|` +
    String.raw`(:[ \t]*)(?:${QUOTED}|[^\s"'][^\r\n]*))`,
  "gi",
);

/**
 * Matches the value of an Authorization header, but not prose such as "basic
 * authentication".
 */
const CREDENTIALS =
  /\b(basic|bearer)\s+(?!auth|constraint|token\b)[^\s"',;]+/gi;

/** Matches what follows a URL's scheme; JSON may escape the slashes. */
const SLASHES = /(:[\\/]{2,})/;

/** Matches a percent-encoded URL or query, however many times encoded. */
const ENCODED = /%(?:25)*3a(?:%(?:25)*2f){2}|%(?:25)*3f/i;

/** Matches a host with an optional port (RFC 3986 §3.2.2, §3.2.3). */
const HOST = /^(?:\[[^\]]*\]|[^:]*)(?::\d*)?$/;

/** Matches a user and a password before a host, without a scheme. */
const USER = /^(?!\W*(?:npm|jsr|mailto):)(\/\/|)[^/@:]+:[^/@]*@/i;

/**
 * Removes secrets from a text: the query, fragment, user and password of each
 * URL, and the values of secret headers. Takes linear time.
 *
 * @param url A URL whose query is also removed where it appears alone.
 * @param secretPath A path that is a secret; empty if none is.
 */
export function withoutSecrets(
  text: string,
  url?: URL,
  secretPath = "",
): string {
  const search = url?.search ?? "";
  const rest = search === "" ? text : text.replaceAll(search, "");
  const plain = secretPath === "" ? rest : rest.replaceAll(secretPath, "/…");
  return plain
    .replaceAll(WORD, redactWord)
    .replaceAll(CREDENTIALS, "$1 …")
    .replaceAll(SECRET_FIELD, "$1$2$3$4…");
}

function redactWord(word: string): string {
  const encodedAt = word.search(ENCODED);
  const plain = encodedAt < 0 ? word : `${word.slice(0, encodedAt)}…`;
  const [start = "", ...rest] = plain.split(SLASHES);
  if (rest.length === 0) {
    return withoutQuery(plain.replace(USER, "$1"), false);
  }
  const urls = rest.map((part, at) => at % 2 === 0 ? part : withoutUser(part));
  return withoutQuery(start + urls.join(""), true);
}

/** Removes user and password from the text after `://`. */
function withoutUser(rest: string): string {
  const end = rest.search(/[\\/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  if (HOST.test(host)) return host + rest.slice(authority.length);
  // A password may contain an unencoded slash or question mark.
  const at = rest.lastIndexOf("@");
  return at < 0 ? "…" : rest.slice(at + 1);
}

/** Removes query and fragment, but not the punctuation after them. */
function withoutQuery(word: string, isUrl: boolean): string {
  const at = word.search(isUrl ? /[?#]/ : /\?/);
  if (at < 0) return word;
  const isQuery = isUrl || word.lastIndexOf("/", at) >= 0 ||
    word.indexOf("=", at) >= 0;
  if (!isQuery) return word;
  let end = word.length;
  while (end > at && ")]}'`.,:;".includes(word.charAt(end - 1))) end--;
  return word.slice(0, at) + word.slice(end);
}

/**
 * Removes URLs, paths, hosts and addresses from a text. The name of a host
 * can be anything, even `reset`.
 */
export function withoutNames(text: string, hostname = ""): string {
  return text.replaceAll(
    WORD,
    (word) => isName(word, hostname) ? "" : word,
  );
}

function isName(word: string, hostname: string): boolean {
  return /[/@]|\w\.\w|\w:\d/.test(word) ||
    word.replaceAll(/[^\w-]/g, "").toLowerCase() === hostname;
}
