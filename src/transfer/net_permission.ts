import { toDeniedError } from "../errors/network_error.ts";

/**
 * Requests the permission to connect, if the runtime has permissions. Deno's
 * `fetch` also requests it, but its body keeps the process alive if it is
 * denied.
 *
 * @throws {UploadError} `permission`
 */
export function requestNetPermission(url: URL): void {
  if (typeof Deno === "undefined") return;
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const host = `${url.hostname}:${port}`;
  const { state } = Deno.permissions.requestSync({ name: "net", host });
  if (state !== "granted") {
    throw toDeniedError(url, `run the program with --allow-net=${url.host}`);
  }
}
