import type { UploadErrorCode } from "./upload_error.ts";

/** A way in which a connection can fail, and how runtimes report it. */
export interface NetworkFailure {
  /** Matches error codes and class names, which take precedence over words. */
  readonly codes: RegExp;
  /** Matches messages without host names, for runtimes that use no codes. */
  readonly words: RegExp;
  /** `network` by default. */
  readonly code?: UploadErrorCode;
  /** What happened. */
  readonly state: string;
  /** What to do about it. */
  readonly hint: string;
  /** Whether trying again may help. */
  readonly isTransient: boolean;
  /** Whether a proxy may have failed instead of the server. */
  readonly mayBeProxy?: boolean;
}

/** All that browsers report. */
export const UNEXPLAINED: NetworkFailure = {
  codes: /^ERR_FAILED$/,
  words:
    /\bfailed to fetch\b|\bload failed\b|\bnetworkerror when\b|\bXMLHttpRequest failed\b/i,
  state: "the request failed",
  hint:
    "browsers give no details: see the console, and check that the server is reachable and allows this origin (CORS)",
  isTransient: true,
};
