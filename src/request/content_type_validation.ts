import { quote } from "../errors/excerpt.ts";
import { kindOf } from "../errors/kind_of.ts";
import { isBlob } from "../source/blob.ts";
import { nameOfSource, type UploadSource } from "../source/upload_source.ts";
import {
  boundaryOf,
  charsetOf,
  contentTypeOfName,
  isCharset,
  isMediaType,
  mediaTypeOf,
} from "./content_type.ts";
import { isFieldValue } from "./headers.ts";
import type { MultipartRequest } from "./multipart_validation.ts";
import { refuse } from "./validation.ts";

/** What determines the Content-Type of a source. */
export interface ContentTypeOrigins {
  /** The argument of the call, not yet checked. */
  readonly argument: unknown;
  /** The header in `headers`. */
  readonly header: string | undefined;
  readonly source: UploadSource;
  readonly multipart: MultipartRequest | undefined;
}

/** Arbitrary bytes (RFC 2046 §4.5.1). */
const UNKNOWN_TYPE = "application/octet-stream";

/** The Content-Type of a source; null if it is sent without one. */
export function checkContentType(
  { argument, header, source, multipart }: ContentTypeOrigins,
): string | null {
  if (argument === null) return null;
  // A part is not a form, and the form has a type of its own, so ignore types
  // such as multipart/form-data.
  const isMeant = (type: string | undefined): type is string =>
    type !== undefined && !(multipart && isMultipart(type));
  const stated = [checkArgument(argument), header].find(isMeant);
  if (stated !== undefined) return checkType(stated);
  const found = [
    isBlob(source) && isMediaType(source.type) ? source.type : undefined,
    contentTypeOfName(multipart?.filename ?? ""),
    contentTypeOfName(nameOfSource(source) ?? ""),
  ].find(isMeant);
  return found === undefined ? UNKNOWN_TYPE : checkType(found);
}

function checkArgument(given: unknown): string | undefined {
  if (given === undefined || typeof given === "string") return given;
  return refuse(
    `'contentType' must be a string, such as "text/plain", or null (got ${
      kindOf(given)
    })`,
  );
}

function checkType(type: string): string {
  if (!isFieldValue(type)) {
    refuse(`'contentType' must be a valid header value (got ${quote(type)})`);
  }
  if (!isMediaType(type)) {
    refuse(
      `'contentType' must be a type and a subtype, such as "text/plain" (got ${
        quote(type)
      })`,
    );
  }
  if (isMultipart(type) && boundaryOf(type) === undefined) {
    refuse(
      `'contentType' must name a boundary (got ${
        quote(type)
      }): pass 'multipart' to send a form`,
    );
  }
  const charset = charsetOf(type);
  if (charset !== undefined && !isCharset(charset)) {
    refuse(
      `'contentType' must name a charset that exists (got ${quote(charset)})`,
    );
  }
  return type;
}

function isMultipart(type: string): boolean {
  return mediaTypeOf(type).startsWith("multipart/");
}
