import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { Verify } from "../store_body.ts";

/**
 * Reads a Boolean Item, without its parameters.
 *
 * @returns undefined if the field is missing or malformed, and so to be ignored.
 * @see RFC 9651 §3.3.6
 */
export function booleanOf(headers: Headers, name: string): boolean | undefined {
  const [, value] = /^ *\?([01]) *(?:;.*)?$/.exec(headers.get(name) ?? "") ??
    [];
  return value === undefined ? undefined : value === "1";
}

/** The digests of RFC 9530 that the server computes, and their names in OpenSSL. */
const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ["sha-256", "sha256"],
  ["sha-512", "sha512"],
]);

/**
 * Reads `Content-Digest` or `Repr-Digest`. Members of unknown algorithms are ignored.
 *
 * @returns undefined if no member can be checked, `"malformed"` if the field is no dictionary
 * of byte sequences.
 * @see RFC 9530 §2 and §3
 */
export function digestOf(
  headers: Headers,
  name: string,
): Verify | "malformed" | undefined {
  const field = headers.get(name);
  if (field === null) return undefined;
  const checks: Verify[] = [];
  for (const member of field.split(",")) {
    const [, key = "", value = ""] =
      /^\s*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):\s*$/.exec(member) ??
        [];
    if (key === "") return "malformed";
    const algorithm = ALGORITHMS.get(key);
    if (algorithm === undefined) continue;
    const expected = Buffer.from(value, "base64");
    checks.push((bytes) =>
      createHash(algorithm).update(bytes).digest().equals(expected)
    );
  }
  return checks.length === 0
    ? undefined
    : (bytes) => checks.every((check) => check(bytes));
}
