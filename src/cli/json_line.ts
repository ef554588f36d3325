import { withoutSecrets } from "../errors/redact.ts";
import type { UploadAllEvent } from "../events/all_events.ts";
import { toBase64 } from "../streams/base64.ts";

/**
 * An event as a line of JSON, with the name of its file. A binary response is in
 * Base64. Queries of URLs and the values of secret headers are left out.
 */
export function jsonLine(event: UploadAllEvent, file: string): string {
  const common = { ...event, file, url: withoutSecrets(event.url) };
  return JSON.stringify(
    event.phase === "ended" ? { ...common, ...endOf(event) } : common,
  );
}

function endOf(event: UploadAllEvent & { readonly phase: "ended" }) {
  const { response, responseUrl, responseHeaders } = event;
  return {
    response: typeof response === "string" ? response : toBase64(response),
    responseUrl: withoutSecrets(responseUrl),
    responseHeaders: Object.fromEntries(
      Object.entries(responseHeaders).map(([name, value]) => [
        name,
        // With its name, so that it is recognized as secret.
        withoutSecrets(`${name}: ${value}`).slice(name.length + 2),
      ]),
    ),
  };
}
