import { checkString, entriesOf, isRecord, kindOf, refuse } from "./check.ts";

/** The form around a source, every part of it known. */
export interface MultipartRequest {
  readonly name: string;
  readonly filename: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/**
 * Checks the form that is asked for.
 *
 * @param name The name of the source, if it has one.
 */
export function checkMultipart(
  given: unknown,
  name: string | undefined,
): MultipartRequest | undefined {
  if (given === undefined) return undefined;
  if (!isRecord(given)) {
    refuse(`'params.multipart' must be an object (got ${kindOf(given)})`);
  }
  return {
    name: checkName("params.multipart.name", given.name) ?? "file",
    filename: checkName("params.multipart.filename", given.filename) ??
      (name || "blob"),
    fields: entriesOf("params.multipart.fields", given.fields ?? {}),
  };
}

/** A part without a name is no field, and one without a filename no file: servers drop it. */
function checkName(argument: string, value: unknown): string | undefined {
  const name = checkString(argument, value);
  if (name === "") refuse(`'${argument}' must not be empty`);
  return name;
}
