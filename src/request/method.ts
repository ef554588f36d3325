import { kindOf } from "../errors/kind_of.ts";
import { isToken } from "./headers.ts";
import { refuse } from "./validation.ts";

/**
 * An HTTP method: one that editors complete, or any other.
 *
 * @category Options
 */
export type UploadMethod =
  | "POST"
  | "PUT"
  | "PATCH"
  | (string & Record<never, never>);

const BODILESS_METHODS = ["GET", "HEAD", "CONNECT", "TRACE", "TRACK"];

/**
 * Checks the HTTP method of a call, and converts it to upper case. By default it
 * is `POST`.
 */
export function checkMethod(given: unknown = "POST"): string {
  if (typeof given !== "string") {
    refuse(`'method' must be a string, such as "PUT" (got ${kindOf(given)})`);
  }
  const method = given.toUpperCase();
  if (!isToken(method)) {
    refuse("'method' must be an HTTP method, such as \"PUT\"");
  }
  if (BODILESS_METHODS.includes(method)) {
    refuse(
      `'method' must be a method with a body, such as "PUT" (got "${method}")`,
    );
  }
  return method;
}
