/**
 * Uploads from a page to servers of its own and of another origin.
 *
 * @module
 */

import { upload, type UploadOptions } from "@network/upload";

/** Where to upload to. */
interface Options {
  /** The server of the page, with a slash at its end. */
  readonly url: string;
  /** A server of another origin. */
  readonly other: string;
  /** A URL on which no server listens. */
  readonly dead: string;
}

/** How an upload ended. */
export interface Outcome {
  readonly status: number;
  readonly code: string | undefined;
  readonly hint: string | undefined;
  readonly isTransient: boolean | undefined;
  readonly responseUrl: string;
  readonly redirected: boolean;
  readonly response: string;
}

const PUT: Partial<UploadOptions> = {
  method: "PUT",
  headers: { "x-id": "7" },
  progress: true,
};
const SIMPLE: Partial<UploadOptions> = { contentType: "text/plain" };

/** Runs all uploads, one after the other, and returns how they ended. */
export async function run(
  { url, other, dead }: Options,
): Promise<Record<string, Outcome>> {
  const outcomes: Record<string, Outcome> = {};
  const send = async (
    name: string,
    url: string,
    options: Partial<UploadOptions>,
  ) => {
    const source = new Blob([new Uint8Array(5)]);
    const ended = await upload({ url, source, ...options });
    const { status, error, responseUrl, redirected, response } = ended;
    outcomes[name] = {
      status,
      code: error?.code,
      hint: error?.hint,
      isTransient: error?.isTransient,
      responseUrl,
      redirected,
      response: String(response),
    };
  };
  await send("allowed", `${other}all`, PUT);
  await send("no origin", `${other}none`, PUT);
  await send("no credentials", `${other}origin`, {
    ...PUT,
    credentials: "include",
  });
  await send("no headers", `${other}origin`, PUT);
  await send("no methods", `${other}headers`, PUT);
  await send("not the response", `${other}preflight`, {
    ...PUT,
    source: new Blob([new Uint8Array(100_000)]),
  });
  await send("simple", `${other}origin?simple`, SIMPLE);
  await send("simple, refused", `${other}none`, SIMPLE);
  await send("simple, with progress", `${other}origin`, {
    ...SIMPLE,
    progress: true,
  });
  await send("dead", dead, PUT);
  await send("redirected", `${url}redirect`, { ...PUT, headers: {} });
  await send("sets a cookie", `${url}cookie`, {});
  await send("own cookies", `${url}cookie`, {});
  await send("omitted cookies", `${url}cookie`, { credentials: "omit" });
  await send("no cookies", `${other}all`, PUT);
  await send("cookies", `${other}credentials`, {
    ...PUT,
    credentials: "include",
  });
  globalThis.fetch = () => Promise.resolve(new Response("replaced"));
  await send("replaced fetch", `${url}cookie`, {});
  return outcomes;
}
