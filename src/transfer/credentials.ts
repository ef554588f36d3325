import { attempt } from "../errors/attempt.ts";

/**
 * The credentials mode for `fetch`, if one is given. workerd keeps no cookies,
 * and throws at any mode in versions of 2024, so it gets none then.
 *
 * @param RequestOfRuntime The class of requests, which throws as `fetch` does.
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
