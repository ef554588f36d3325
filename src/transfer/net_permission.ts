import { netPermission } from "../errors/network_error.ts";

/**
 * Asks for the permission to connect where the runtime has such a thing. `fetch` asks too, but
 * Deno's leaves a body behind that keeps the program from ending when the answer is no.
 *
 * @throws {UploadError} `permission`
 */
export function requestNetPermission(url: URL): void {
  if (typeof Deno === "undefined") return;
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const host = `${url.hostname}:${port}`;
  const { state } = Deno.permissions.requestSync({ name: "net", host });
  if (state !== "granted") throw netPermission(url);
}
