import { kindOf } from "../errors/kind_of.ts";
import { checkInteger, refuse } from "../request/validation.ts";
import { hasMethods } from "../streams/platform_object.ts";
import type { UploadStore } from "./store.ts";

/** @throws {TypeError} If it is no store. */
export function checkStore(given: unknown): UploadStore {
  if (isStore(given)) return given;
  return refuse(
    `'store' must be an UploadStore, such as a FileStore (got ${
      kindOf(given)
    })`,
  );
}

function isStore(value: unknown): value is UploadStore {
  return hasMethods(value, "get", "set", "delete", "list");
}

/** A whole number of 1 or more. Infinity chunks nothing. */
export function checkCount(name: string, given: unknown): number | undefined {
  if (given === Infinity && name === "chunkSize") return undefined;
  const count = checkInteger(name, given, undefined);
  if (count === 0) refuse(`'${name}' must be 1 or more (got 0)`);
  return count;
}
