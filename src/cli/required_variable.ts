import { UsageError } from "./usage_error.ts";

/**
 * The value of a variable that the command line names.
 *
 * @throws {UsageError} If it is not set, or may not be read.
 */
export function requiredVariable(name: string): string {
  if (!/^[^=\0]+$/.test(name)) {
    throw new UsageError(`Cannot read the variable: it has no valid name`);
  }
  const query = { name: "env", variable: name } as const;
  if (Deno.permissions.requestSync(query).state !== "granted") {
    throw new UsageError(
      `Cannot read the variable ${name}: Permission denied`,
      `run the program with --allow-env=${name}`,
    );
  }
  const value = Deno.env.get(name);
  if (value !== undefined && value !== "") return value;
  throw new UsageError(`Cannot read the variable ${name}: it is not set`);
}
