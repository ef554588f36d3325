import { kindOf } from "../errors/kind_of.ts";
import { UploadError } from "../errors/upload_error.ts";
import { assertKnownOptions } from "../request/known_options.ts";
import { checkInteger, isRecord, refuse } from "../request/validation.ts";
import { hasMethods } from "../streams/platform_object.ts";
import type { UploadStore } from "./store.ts";

/**
 * Checks that the options of a protocol exist, but not their values.
 *
 * @param name The function that makes the protocol.
 * @throws {TypeError} If they are no options of it.
 * @throws {UploadError} `invalid-options` if the function itself was passed as
 * the protocol.
 */
export function checkOptionsOf(
  name: string,
  given: unknown,
  names: Readonly<Record<string, true>>,
): Record<string, unknown> {
  if (!isRecord(given)) {
    refuse(`the options of '${name}' must be an object (got ${kindOf(given)})`);
  }
  // An open upload, which a protocol is called with.
  if (typeof given.acknowledge === "function") {
    throw new UploadError(
      "invalid-options",
      `Cannot upload: 'protocol' is ${name} itself`,
      { hint: `call it, as in 'protocol: ${name}(…)'` },
    );
  }
  assertKnownOptions(given, names, name);
  return given;
}

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
