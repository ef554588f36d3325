import { attempt } from "../errors/attempt.ts";

/**
 * The credentials mode for `fetch`, if one is given. Versions of workerd from
 * 2024 throw for any mode, so omit it there: workerd keeps no cookies.
 *
 * @param RequestOfRuntime The `Request` class, which throws as `fetch` does.
 */
export function credentialsInit(
  credentials: RequestCredentials | undefined,
  RequestOfRuntime = Request,
): Pick<RequestInit, "credentials"> {
  if (credentials === undefined) return {};
  const init = { credentials };
  const isKnown = () =>
    new RequestOfRuntime("http://localhost/", init) !== undefined;
  return attempt(isKnown, false) ? init : {};
}
