import { quote } from "../errors/excerpt.ts";
import { kindOf } from "../errors/kind_of.ts";
import { withoutSecrets } from "../errors/redact.ts";
import { hasExtension, UNKNOWN_TYPE } from "../source/type_by_name.ts";
import { nameOfSource } from "../source/upload_source.ts";
import {
  boundaryOf,
  charsetOf,
  isCharset,
  isMediaType,
  mediaTypeOf,
} from "./content_type.ts";
import { isFieldValue } from "./headers.ts";
import type { CheckedSource } from "./source_validation.ts";
import { refuse } from "./validation.ts";

/** What determines the Content-Type of a source. */
interface ContentTypeOrigins {
  /** The source, and the type that it states. */
  readonly source: CheckedSource;
  /** The filename that is sent to the server. */
  readonly filename?: string | undefined;
  /** Whether the source is a part of a form. */
  readonly isPart: boolean;
  /** The Content-Type in `headers`. */
  readonly header?: string | undefined;
}

/**
 * The Content-Type of a source; null if it is sent without one, undefined if
 * `typeByName()` has to look it up.
 *
 * @param argument The name of the option in messages.
 * @param given The value of the option.
 */
export function checkContentType(
  argument: string,
  given: unknown,
  { source: { source, type }, filename = "", isPart, header }:
    ContentTypeOrigins,
): string | null | undefined {
  if (given === null) return null;
  // A part is not a form, so ignore types such as multipart/form-data: the form
  // around it has its own.
  const isMeant = (type: string | undefined): type is string =>
    type !== undefined && !(isPart && isMultipart(type));
  const ofSource = type !== undefined && isMediaType(type) ? type : undefined;
  const stated = [checkGiven(argument, given), header, ofSource].find(isMeant);
  if (stated !== undefined) return checkType(argument, stated);
  const names = [filename, nameOfSource(source) ?? ""];
  return names.some(hasExtension) ? undefined : UNKNOWN_TYPE;
}

function checkGiven(argument: string, given: unknown): string | undefined {
  if (given === undefined || typeof given === "string") return given;
  return refuse(
    `'${argument}' must be a string, such as "text/plain", or null (got ${
      kindOf(given)
    })`,
  );
}

function checkType(argument: string, type: string): string {
  if (!isFieldValue(type)) {
    refuse(
      `'${argument}' must be a valid header value (got ${showType(type)})`,
    );
  }
  if (!isMediaType(type)) {
    refuse(
      `'${argument}' must be a type and a subtype, such as "text/plain" (got ${
        showType(type)
      })`,
    );
  }
  if (isMultipart(type) && boundaryOf(type) === undefined) {
    refuse(
      `'${argument}' must name a boundary (got ${
        showType(type)
      }): pass 'multipart' to send a form`,
    );
  }
  const charset = charsetOf(type);
  if (charset !== undefined && !isCharset(charset)) {
    refuse(
      `'${argument}' must name a known charset (got ${quote(charset)})`,
    );
  }
  return type;
}

/** Whether a Content-Type is `multipart/*`. */
export function isMultipart(type: string): boolean {
  return mediaTypeOf(type).startsWith("multipart/");
}

/** A type in quotes, redacted: it may be a misplaced header value. */
function showType(type: string): string {
  return quote(withoutSecrets(type));
}
