import { kindOf } from "../errors/kind_of.ts";
import { nameOfSource, type UploadSource } from "../source/upload_source.ts";
import { assertKnownOptions, type OptionNames } from "./known_options.ts";
import type { MultipartOptions } from "./multipart_options.ts";
import { checkString, entriesOf, isRecord, refuse } from "./validation.ts";

/** The form around a source, with every default filled in. */
export interface MultipartRequest {
  readonly name: string;
  readonly filename: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

const OPTION_NAMES: OptionNames<MultipartOptions> = {
  name: true,
  filename: true,
  fields: true,
};

/** Checks the form around a source. */
export function checkMultipart(
  given: unknown,
  source: UploadSource,
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
  return {
    name: checkPartName("multipart.name", given.name) ?? "file",
    filename: checkPartName("multipart.filename", given.filename) ??
      (nameOfSource(source) || "blob"),
    fields: entriesOf("multipart.fields", given.fields ?? {}),
  };
}

/**
 * Checks a name. Servers drop a field without a name, and a file without a
 * filename.
 */
function checkPartName(argument: string, value: unknown): string | undefined {
  const name = checkString(argument, value);
  if (name === "") refuse(`'${argument}' must not be empty`);
  return name;
}
