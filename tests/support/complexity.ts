import { assert } from "@std/assert";

/** The lengths of two texts, in characters. */
const SHORT = 2 * 1024;
const LONG = 32 * 1024;
/** How much longer the long one may take. Quadratic work takes 256 times as long. */
const MAX_RATIO = 64;
/** Times below this are not significant, in ms. */
const MIN_MS = 1;
const ROUNDS = 7;

/** Texts that make careless patterns slow, each a repeated unit. */
export const HOSTILE_SHAPES:
  readonly (readonly [name: string, unit: string])[] = [
    ["dots", "."],
    ["words and dots", "a."],
    ["letters", "a"],
    ["slashes", "/"],
    ["words and slashes", "a/"],
    ["backslashes", "\\"],
    ["schemes", "a://"],
    ["schemes in capitals", "HTTP://A"],
    ["colons", ":"],
    ["ports", "a:1"],
    ["at signs", "@"],
    ["users", "a:b@"],
    ["users of URLs", "http://a:b@"],
    ["question marks", "?"],
    ["queries", "/?a=b"],
    ["hashes", "a://#"],
    ["percent signs", "%"],
    ["escapes of escapes", "%25"],
    ["escaped URLs", "%3a%2f%2f"],
    ["spaces", " "],
    ["tabs", "\t"],
    ["line breaks", "\n"],
    ["lines", "a\n"],
    ["double quotes", '"'],
    ["single quotes", "'"],
    ["quoted words", '"a" '],
    ["escaped quotes", '\\"'],
    ["brackets", "("],
    ["square brackets", "["],
    ["angle brackets", "<"],
    ["punctuation", ")."],
    ["dashes", "a-"],
    ["low lines", "_"],
    ["capitals", "A"],
    ["capitals and low lines", "A_"],
    ["codes", "ECONNRESET "],
    ["headers", "authorization:"],
    ["names of headers", "token-cookie-"],
    ["headers and spaces", "cookie  "],
    ["headers and quotes", 'cookie:"\\'],
    ["fields", "x-token=a"],
    ["credentials", "bearer "],
    ["charsets", ";charset="],
    ["charsets and spaces", ";   charset   "],
    ["quoted charsets", ';charset="'],
    ["parameters", ";"],
    ["meta elements", "<meta "],
    ["meta elements and charsets", "<meta charset"],
    ["declarations", "<?xml encoding"],
    ["certificates", "certificate has "],
    ["alerts", "alert: "],
    ["streams", "stream error received: "],
    ["invalid things", "invalid http "],
    ["ports that are blocked", "requests to port 1"],
    ["variables", 'XDG_DOCUMENTS_DIR="'],
    ["variables and blank lines", "\n XDG_DOCUMENTS_DIR = \n"],
    ["variables and backslashes", 'XDG_DOCUMENTS_DIR="\\'],
    ["opened paths", ", open '"],
  ];

/**
 * Checks that the time that work takes grows no faster than the text that it
 * reads, whatever the text is made of. The minimum of several rounds counts,
 * for other programs may be running.
 *
 * @param start The start of the text.
 * @param end What it ends with, so that no pattern matches early.
 */
export async function assertLinear(
  work: (text: string) => unknown,
  { start = "", end = "\x00" } = {},
): Promise<void> {
  for (const [name, unit] of HOSTILE_SHAPES) {
    const textOf = (length: number) =>
      start + unit.repeat(Math.ceil(length / unit.length)) + end;
    const [short, long] = [textOf(SHORT), textOf(LONG)];
    await work(short);
    let ratio = Infinity;
    // Other programs may slow a round down, so the best one counts.
    for (let round = 0; round < ROUNDS && ratio > MAX_RATIO; round++) {
      const ms = Math.max(await msOf(work, long), MIN_MS);
      ratio = ms / Math.max(await msOf(work, short), MIN_MS / MAX_RATIO);
    }
    assert(ratio <= MAX_RATIO, `${name}: ${ratio} times as long`);
  }
}

async function msOf(
  work: (text: string) => unknown,
  text: string,
): Promise<number> {
  const start = performance.now();
  await work(text);
  return performance.now() - start;
}
