import { property } from "../errors/attempt.ts";
import { hasMethods } from "../streams/platform_object.ts";

/** Whether a value is `FormData` of any realm or library. */
export function isFormData(value: unknown): value is FormData {
  return property(value, Symbol.toStringTag) === "FormData" &&
    hasMethods(value, "append", "getAll", Symbol.iterator);
}
