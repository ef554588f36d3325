import type { CleanUp, Protocol, UploadOptions } from "@network/upload";
import { serve, type TestServer } from "./http_server.ts";

/** The size of the source in bytes. */
export const SIZE = 300_000;

/** Sends the source after it has registered its clean-up. */
export function cleaned(cleanUp: CleanUp): Protocol {
  return ({ url, method, headers, source, onFailure }, send) => {
    onFailure(cleanUp);
    return send({
      url,
      method,
      headers,
      open: () => source.open(),
      reopens: source.reopens,
    });
  };
}

/** Removes what is left by a request. */
export function removing({ url }: { readonly url: string }): CleanUp {
  return (send) =>
    send({ url: new URL("left", url), method: "DELETE", headers: {} });
}

/** A server that responds to uploads with a status, and to what removes them with another. */
export function serveStatus(
  statusOf: () => number | Promise<number>,
  removed: () => number | Promise<number> = () => 204,
): TestServer {
  return serve(async ({ method }) =>
    new Response(null, {
      status: await (method === "DELETE" ? removed() : statusOf()),
      headers: { "x-method": method },
    })
  );
}

/** The methods of the requests that a server received. */
export function methodsOf({ received }: TestServer): string[] {
  return received.map(({ method }) => method);
}

/** An upload whose clean-up sends a request. */
export function cleanedUpload(
  server: TestServer,
  more: Partial<UploadOptions> = {},
): UploadOptions {
  return {
    url: server.url,
    method: "PUT",
    source: new Blob([new Uint8Array(SIZE)]),
    protocol: cleaned(removing(server)),
    ...more,
  };
}
