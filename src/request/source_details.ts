import type { BaseDirectory } from "../files/base_directory.ts";

/**
 * The arguments after the source in the positional form of
 * {@linkcode upload}: the base directory, the Content-Type, or both.
 *
 * @example
 * ```ts
 * import { type SourceDetails, upload } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * const outbox = new URL("file:///srv/outbox/");
 * const details: SourceDetails = [outbox, "text/plain"];
 * const url = "http://127.0.0.1/";
 *
 * const { error } = await upload(
 *   url,
 *   "PUT",
 *   "../secret.txt",
 *   ...details,
 * );
 *
 * assertEquals(error?.code, "outside-directory");
 * ```
 *
 * @category Options
 */
export type SourceDetails =
  | [
    baseDirectory?: BaseDirectory | undefined,
    contentType?: string | null | undefined,
  ]
  | [contentType: string];
