import { quote } from "../errors/excerpt.ts";
import { kindOf } from "../errors/kind_of.ts";
import { type HeaderRecord, toHeaders } from "./headers.ts";
import { checkUrl } from "./upload_request.ts";
import { takeCredentials } from "./url.ts";
import { isRecord, refuse } from "./validation.ts";

/** Where a request goes, and with which headers. */
interface Target {
  /** Without user and password. */
  readonly url: URL;
  readonly headers: HeaderRecord;
}

/**
 * Applies the result of `retry.refresh` to the request of a call, by the rules
 * of the call.
 *
 * @throws {TypeError} If it is wrong.
 */
export function refreshRequest(target: Target, given: unknown): Target {
  if (given === undefined) return target;
  if (!isRecord(given)) {
    refuse(
      `'retry.refresh' must return an object or nothing (got ${kindOf(given)})`,
    );
  }
  const { url, headers, ...others } = given;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    refuse(
      `'retry.refresh' must return no properties but url, headers (got ${
        quote(unknown)
      })`,
    );
  }
  const { "content-type": _ignored, ...fresh } = toHeaders(headers);
  if (url === undefined) {
    return { url: target.url, headers: { ...target.headers, ...fresh } };
  }
  const taken = takeCredentials(checkUrl(url));
  const { authorization } = taken;
  return {
    url: taken.url,
    headers: {
      ...target.headers,
      ...(authorization !== undefined && { authorization }),
      ...fresh,
    },
  };
}
