import { quote } from "../errors/excerpt.ts";
import { withoutSecrets } from "../errors/redact.ts";
import { isCallbackName, OPTION_OWNERS } from "./foreign_names.ts";
import { nearestName } from "./nearest_name.ts";
import { refuse } from "./validation.ts";

/** The option names of an interface, without those of type `undefined`. */
export type OptionNames<Options> = Readonly<
  Record<
    {
      [Name in keyof Options]-?: [Options[Name]] extends [undefined] ? never
        : Name;
    }[keyof Options],
    true
  >
>;

/**
 * Refuses an option that does not exist, and suggests the intended one.
 *
 * @param given The options.
 * @param names The names of the options that exist.
 * @param parent The option that contains them, such as `multipart`.
 * @param type The type that has the options, if there is no parent.
 */
export function assertKnownOptions(
  given: object,
  names: Readonly<Record<string, true>>,
  parent?: string,
  type = "UploadOptions",
): void {
  const unknown = Object.keys(given).find((name) =>
    !Object.hasOwn(names, name)
  );
  if (unknown === undefined) return;
  const known = Object.keys(names);
  refuse(
    `${showOption(unknown, parent)} is not an option${
      advice(unknown, known, parent, type)
    }`,
  );
}

function advice(
  name: string,
  known: readonly string[],
  parent: string | undefined,
  type: string,
): string {
  if (isCallbackName(name)) {
    return ": pass 'progress: true' and iterate over the events";
  }
  const nearest = nearestName(name, known);
  if (nearest !== undefined) {
    return `: did you mean ${showOption(nearest, parent)}?`;
  }
  if (Object.hasOwn(OPTION_OWNERS, name)) {
    return `: it is an option of ${OPTION_OWNERS[name]}`;
  }
  if (parent === undefined) {
    return `: see ${type} for the options that exist`;
  }
  const shown = known.map((name) => `'${name}'`).join(", ");
  return `: '${parent}' has the options ${shown}`;
}

/** An option as the caller wrote it; an odd name is redacted and shortened. */
function showOption(name: string, parent: string | undefined): string {
  const path = parent === undefined ? name : `${parent}.${name}`;
  return /^[\w$.-]{1,80}$/.test(path)
    ? `'${path}'`
    : quote(withoutSecrets(path));
}
