/**
 * Uploads from a page to slow servers.
 *
 * @module
 */

import { upload } from "@network/upload";

const PATIENCE_MS = 60_000;

/** What to upload, and where to. */
interface Options {
  /** The server of the page, with a slash at its end. */
  readonly url: string;
  /** In bytes. */
  readonly size: number;
  /** In seconds. */
  readonly timeout: number;
}

/** How an upload ended. */
export interface Outcome {
  readonly code: string | undefined;
  readonly bytesTransferred: number;
}

/** Uploads to a steady server, and to one that stops reading. */
export function run({ url, size, timeout }: Options): Promise<Outcome[]> {
  return Promise.all(["steady", "stop"].map(async (path) => {
    const source = new Blob([new Uint8Array(size)]);
    const running = upload({
      url: `${url}${path}`,
      method: "PUT",
      source,
      timeout,
    });
    const timer = setTimeout(() => running.cancel("it hangs"), PATIENCE_MS);
    const { error, bytesTransferred } = await running;
    clearTimeout(timer);
    return { code: error?.code, bytesTransferred };
  }));
}
