/** Characters that need no encoding in an extended value (RFC 8187 §3.2.1). */
const PLAIN = /^[A-Za-z0-9!#$&+.^_`|~-]$/;
/** What a quoted string of ASCII does not hold as it is. */
const UNQUOTABLE = /[^ -~]|[%"\\]/gu;

const ENCODER = new TextEncoder();

/**
 * The value of `Content-Disposition` that gives the name of a file (RFC 6266).
 * The second, exact form is there only if the first one cannot hold the name.
 */
export function contentDisposition(filename: string): string {
  const ascii = filename.replace(UNQUOTABLE, "_");
  const plain = `inline; filename="${ascii}"`;
  return ascii === filename
    ? plain
    : `${plain}; filename*=UTF-8''${encodeExtended(filename)}`;
}

function encodeExtended(text: string): string {
  return Array.from(ENCODER.encode(text), (byte) => {
    const character = String.fromCharCode(byte);
    return PLAIN.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}
