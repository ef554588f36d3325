import { kindOf } from "../errors/kind_of.ts";
import { UploadError } from "../errors/upload_error.ts";
import { hasMethods } from "../streams/platform_object.ts";

/** Whether a value is a response, of whichever realm or library, all of which can be read. */
export function isResponse(given: unknown): given is Response {
  try {
    const { type, url, redirected, status, ok, headers, body } = Object(given);
    // A property that throws when it is read throws here, not in the last event.
    void [type, url, redirected];
    return typeof status === "number" && typeof ok === "boolean" &&
      hasMethods(headers, "get", "has") &&
      (body === null || hasMethods(body, "getReader", "cancel"));
  } catch {
    return false;
  }
}

/**
 * Checks what `fetch` returned, or a function in its place, such as a test
 * double.
 *
 * @throws {UploadError} `network` if it is no response.
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
