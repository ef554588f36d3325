import { netPermission } from "../errors/network_error.ts";

/**
 * Requests the permission to connect, if the runtime has permissions. Deno's
 * `fetch` requests it too, but if it is denied, the body keeps the process
 * alive.
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
