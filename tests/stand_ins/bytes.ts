// Stands in for @std/fmt/bytes.
import prettyBytes from "npm:pretty-bytes@^6.1.1";

/** A number of bytes for people, with three digits. */
export function format(num: number): string {
  return prettyBytes(num);
}
