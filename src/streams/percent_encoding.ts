import { attempt } from "../errors/attempt.ts";

/** Decodes percent-encoded UTF-8. Any other percent sign stays. */
export function decodePercent(text: string): string {
  return text.replace(
    /(?:%[0-9a-f]{2})+/gi,
    (escapes) => attempt(() => decodeURIComponent(escapes), escapes),
  );
}
