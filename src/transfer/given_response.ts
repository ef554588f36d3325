import { kindOf } from "../errors/kind_of.ts";
import { UploadError } from "../errors/upload_error.ts";
import { hasMethods } from "../streams/platform_object.ts";

/** Whether a value is a response of any realm or library. */
export function isResponse(given: unknown): given is Response {
  try {
    const { type, url, redirected, status, ok, headers, body } = Object(given);
    // A getter that throws should throw here, not when the last event is made.
    void [type, url, redirected];
    return typeof status === "number" && typeof ok === "boolean" &&
      hasMethods(headers, "get", "has") &&
      (body === null || hasMethods(body, "getReader", "cancel"));
  } catch {
    return false;
  }
}

/**
 * Checks the result of a custom `fetch`, such as a test double.
 *
 * @throws {UploadError} `network` if it is not a response.
 */
export function assertResponse(
  given: unknown,
  { host }: URL,
): asserts given is Response {
  if (isResponse(given)) return;
  throw new UploadError(
    "network",
    `Cannot upload to "${host}": 'fetch' did not return a Response (got ${
      kindOf(given)
    })`,
    { hint: "return a Response, as the platform's fetch does" },
  );
}
