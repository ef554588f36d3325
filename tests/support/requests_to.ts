import type { RecordedRequest } from "./recorded_request.ts";

/** The requests that a server got, as `PATCH 0`, with what it responded. */
export function requestsTo(
  { requests }: { readonly requests: readonly RecordedRequest[] },
): string[] {
  return requests.map(({ method, offset, status }) =>
    [method, offset, status].filter((part) => part !== undefined).join(" ")
  );
}
