import { parseArgs } from "node:util";
import { nearestName } from "../request/nearest_name.ts";
import { OPTIONS, type OptionSpec } from "./option_table.ts";
import { UsageError } from "./usage_error.ts";

/** What a command line has, in its order. */
export interface GivenOptions {
  /** What is not an option: the files and the URL. */
  readonly operands: readonly string[];
  /** Whether a switch is given. */
  has(name: string): boolean;
  /** The last value of an option; undefined if it is not given. */
  last(name: string): string | undefined;
  /** All values of an option. */
  all(name: string): readonly string[];
}

/**
 * Splits a command line into options and operands, by the rules of POSIX and
 * GNU: `-q`, `-qj8`, `-j 8`, `--jobs 8`, `--jobs=8`, and `--` before operands.
 *
 * @throws {UsageError} If an option does not exist, or lacks its value.
 */
export function parseOptions(args: readonly string[]): GivenOptions {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(OPTIONS.map(toConfig)),
    // Errors are reported below: those of the platform have no nearest name.
    strict: false,
    tokens: true,
  });
  const operands: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const option = OPTIONS.find(({ name }) => name === token.name);
    if (option === undefined) throw unknown(token.rawName, token.name);
    const given = values.get(option.name) ?? [];
    given.push(valueOf(option, token.rawName, token));
    values.set(option.name, given);
  }
  return {
    operands,
    has: (name) => values.has(name),
    last: (name) => values.get(name)?.at(-1),
    all: (name) => values.get(name) ?? [],
  };
}

function toConfig({ name, short, value }: OptionSpec) {
  const type: "boolean" | "string" = value === undefined ? "boolean" : "string";
  return [name, short === undefined ? { type } : { type, short }] as const;
}

/** The value of an option; that of a switch is empty. */
function valueOf(
  option: OptionSpec,
  rawName: string,
  given: { value?: string | undefined; inlineValue?: boolean | undefined },
): string {
  const { value, inlineValue = false } = given;
  if (option.value === undefined) {
    if (value === undefined) return "";
    throw new UsageError(`Option '${rawName}' takes no value`);
  }
  if (value === undefined) {
    throw new UsageError(`Option '${rawName}' needs a value (${option.value})`);
  }
  // The value was most likely forgotten, and another option would be lost.
  if (!inlineValue && /^-./.test(value)) {
    throw new UsageError(
      `Option '${rawName}' needs a value, and is followed by an option`,
      `for a value that starts with a dash, write --${option.name}=VALUE`,
    );
  }
  return value;
}

function unknown(rawName: string, name: string): UsageError {
  const foreign = OPTIONS.find(({ foreign = [] }) => foreign.includes(name));
  const nearest = name.length === 1
    ? undefined
    : foreign?.name ?? nearestName(name, OPTIONS.map(({ name }) => name));
  return new UsageError(
    `Option '${rawName}' does not exist`,
    nearest === undefined ? "" : `did you mean '--${nearest}'?`,
  );
}
