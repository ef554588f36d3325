import type { ResumableServer } from "./resumable_server.ts";
import type { StoredUpload } from "./stored_upload.ts";

/** Sends one request to a resumable server, and reads the whole response. */
export async function sendTo(
  { url }: ResumableServer<StoredUpload>,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: BodyInit,
): Promise<{ status: number; headers: Headers; text: string }> {
  const init = { method, headers, ...(body === undefined ? {} : { body }) };
  const response = await fetch(new URL(path, url), init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}
