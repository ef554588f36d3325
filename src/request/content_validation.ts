import { property } from "../errors/attempt.ts";
import { quote } from "../errors/excerpt.ts";
import { Form, type FormPart } from "../source/form.ts";
import { isFormData } from "../source/form_data.ts";
import type { SingleSource } from "../source/source.ts";
import { UNKNOWN_TYPE } from "../source/type_by_name.ts";
import type { RawOptions } from "./call_forms.ts";
import { checkContentType, isMultipart } from "./content_type_validation.ts";
import { isFieldValue } from "./headers.ts";
import { checkMultipart, type FilePlace } from "./multipart_validation.ts";
import { checkSource } from "./source_validation.ts";
import { refuse } from "./validation.ts";

/** The checked content of a call: its source, or a form. */
interface CheckedContent {
  readonly source: SingleSource | Form;
  /** In bytes; undefined if unknown before it is opened. */
  readonly size: number | undefined;
  /** Null to send none; undefined for that of its filename. */
  readonly contentType: string | null | undefined;
}

/**
 * Checks the content of a call.
 *
 * @param header The Content-Type in `headers`.
 */
export function checkContent(
  given: RawOptions,
  header: string | undefined,
  place: FilePlace,
): CheckedContent {
  if (isFormData(given.source)) {
    assertNoContradiction(given, header);
    return contentOf(partsOf(given.source, place));
  }
  const source = checkSource("source", given.source, given.size);
  const multipart = checkMultipart(given.multipart, source, place);
  const contentType = checkContentType("contentType", given.contentType, {
    source,
    header,
    filename: multipart?.filename,
    isPart: multipart !== undefined,
  });
  if (multipart === undefined) {
    return { source: source.source, size: source.size, contentType };
  }
  const { fields, ...names } = multipart;
  const value = { ...source, ...place };
  return contentOf([...fields, { ...names, contentType, value }]);
}

function contentOf(parts: readonly FormPart[]): CheckedContent {
  const source = new Form(parts);
  return { source, size: undefined, contentType: source.contentType };
}

/** Refuses options that contradict `FormData` as the source. */
function assertNoContradiction(
  { multipart, contentType, size }: RawOptions,
  header: string | undefined,
): void {
  if (multipart !== undefined) {
    refuse(
      "'multipart' must not be set if 'source' is FormData: append to the FormData instead",
    );
  }
  if (size !== undefined) {
    refuse(
      "'size' must not be set if 'source' is FormData: it is the total of its entries",
    );
  }
  const type = contentType === undefined ? header : contentType;
  if (type === undefined || typeof type === "string" && isMultipart(type)) {
    return;
  }
  refuse(
    "'contentType' must not be set if 'source' is FormData: it is multipart/form-data",
  );
}

/** The entries of `FormData` as parts, as the platform sends them. */
function partsOf(form: FormData, place: FilePlace): FormPart[] {
  return Array.from(
    form,
    ([name, value]) =>
      typeof value === "string"
        ? { name, contentType: null, value }
        : partOfFile(name, value, place),
  );
}

function partOfFile(name: string, file: Blob, place: FilePlace): FormPart {
  const argument = `source[${quote(name)}]`;
  const source = checkSource(argument, file, undefined);
  const { type = "" } = source;
  const filename = property(file, "name");
  return {
    name,
    filename: typeof filename === "string" ? filename : "blob",
    contentType: type !== "" && isFieldValue(type) ? type : UNKNOWN_TYPE,
    value: { ...source, ...place },
  };
}
