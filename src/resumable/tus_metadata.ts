import { quote } from "../errors/excerpt.ts";
import { kindOf } from "../errors/kind_of.ts";
import type { OpenUpload } from "../request/protocol.ts";
import { isRecord, refuse } from "../request/validation.ts";
import { toBase64 } from "../streams/base64.ts";

/** The caller's metadata; undefined leaves out what is sent by default. */
export type TusMetadata = Readonly<Record<string, string | undefined>>;

const ENCODER = new TextEncoder();

/** Checks the metadata of the caller. */
export function checkMetadata(given: unknown): TusMetadata {
  if (given === undefined) return {};
  if (!isRecord(given)) {
    refuse(`'metadata' must be an object (got ${kindOf(given)})`);
  }
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => {
      // Visible ASCII without commas, which separate pairs.
      if (!/^[!-+\--~]+$/.test(key)) {
        refuse(
          `'metadata' must have keys of ASCII without spaces and commas (got ${
            quote(key)
          })`,
        );
      }
      if (value === undefined || typeof value === "string") return [key, value];
      return refuse(
        `'metadata' must have values that are strings (${quote(key)} is ${
          kindOf(value)
        })`,
      );
    }),
  );
}

/**
 * The value of `Upload-Metadata` (tus 1.0.0, Creation): pairs of a key and a
 * value in Base64. Undefined if there are none.
 */
export function metadataOf(
  given: TusMetadata,
  { source, contentType }: Pick<OpenUpload, "source" | "contentType">,
): string | undefined {
  const metadata = {
    filename: source.name,
    filetype: contentType ?? undefined,
    ...given,
  };
  const pairs = Object.entries(metadata).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [`${key} ${toBase64(ENCODER.encode(value))}`.trimEnd()]
  );
  return pairs.length === 0 ? undefined : pairs.join(",");
}
