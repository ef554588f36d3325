import { quote } from "../errors/excerpt.ts";
import { kindOf } from "../errors/kind_of.ts";
import { isBlob } from "../source/blob.ts";
import type { FormPart } from "../source/form.ts";
import type { SourceDescription } from "../source/source.ts";
import { nameOfSource } from "../source/upload_source.ts";
import { checkContentType } from "./content_type_validation.ts";
import { assertKnownOptions, type OptionNames } from "./known_options.ts";
import type { MultipartOptions, MultipartPart } from "./multipart_options.ts";
import { type CheckedSource, checkSource } from "./source_validation.ts";
import { checkString, isRecord, pairsOf, refuse } from "./validation.ts";

/** A checked form around a source, with all defaults filled in. */
interface MultipartRequest {
  readonly name: string;
  readonly filename: string;
  /** The other parts, in order. */
  readonly fields: readonly FormPart[];
}

/** Where a call's filenames lead. */
export type FilePlace = Pick<
  SourceDescription,
  "baseDirectory" | "followLinks"
>;

const OPTION_NAMES: OptionNames<MultipartOptions> = {
  name: true,
  filename: true,
  fields: true,
};
const PART_NAMES: OptionNames<MultipartPart> = {
  source: true,
  filename: true,
  contentType: true,
  size: true,
};

/** Checks the form around a source. */
export function checkMultipart(
  given: unknown,
  source: CheckedSource,
  place: FilePlace,
): MultipartRequest | undefined {
  if (given === undefined) return undefined;
  if (!isRecord(given)) {
    refuse(
      `'multipart' must be an object, such as { name: "file" } (got ${
        kindOf(given)
      })`,
    );
  }
  assertKnownOptions(given, OPTION_NAMES, "multipart");
  const fields = pairsOf("multipart.fields", given.fields ?? {});
  return {
    name: checkPartName("multipart.name", given.name) ?? "file",
    filename: checkFilenameOf("multipart.filename", given.filename, source),
    fields: fields.map(([name, value]) => checkField(name, value, place)),
  };
}

function checkField(name: string, value: unknown, place: FilePlace): FormPart {
  if (["string", "number", "boolean"].includes(typeof value)) {
    return { name, contentType: null, value: String(value) };
  }
  const field = `multipart.fields[${quote(name)}]`;
  if (isBlob(value)) {
    return checkPart(name, field, field, { source: value }, place);
  }
  if (isRecord(value) && "source" in value) {
    assertKnownOptions(value, PART_NAMES, field);
    return checkPart(name, field, `${field}.source`, value, place);
  }
  return refuse(
    `'multipart.fields' must have values that are strings, numbers, booleans, Blobs or objects with a 'source' (${
      quote(name)
    } is ${kindOf(value)})`,
  );
}

/** @param argument The name of the source in messages. */
function checkPart(
  name: string,
  field: string,
  argument: string,
  part: Record<string, unknown>,
  place: FilePlace,
): FormPart {
  const source = checkSource(argument, part.source, part.size);
  const filename = part.filename === null
    ? undefined
    : checkFilenameOf(`${field}.filename`, part.filename, source);
  return {
    name,
    filename,
    contentType: checkContentType(`${field}.contentType`, part.contentType, {
      source,
      filename,
      isPart: true,
    }),
    value: { ...source, ...place },
  };
}

/** The filename to send: the stated one, otherwise that of the source. */
function checkFilenameOf(
  argument: string,
  given: unknown,
  { source }: CheckedSource,
): string {
  return checkPartName(argument, given) ?? (nameOfSource(source) || "blob");
}

/**
 * Checks a name or filename. Servers drop fields without a name, and files
 * without a filename.
 */
function checkPartName(argument: string, value: unknown): string | undefined {
  const name = checkString(argument, value);
  if (name === "") refuse(`'${argument}' must not be empty`);
  return name;
}
