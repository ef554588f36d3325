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

/** A response that was cut off, as browsers report it. */
export const CUT_OFF: NetworkFailure = {
  codes: /(?!)/,
  words: /^network error$|^error in input stream$/i,
  state: "the server closed the connection before its response was complete",
  hint: "the server may have refused the body: see its log",
  isTransient: true,
};

/** All that browsers report. */
export const BROWSER_FAILURES: readonly NetworkFailure[] = [
  CUT_OFF,
  {
    codes: /^ERR_FAILED$/,
    words:
      /\bfailed to fetch\b|\bload failed\b|\bnetworkerror when\b|\bXMLHttpRequest failed\b/i,
    state: "the request failed",
    hint:
      "browsers give no details: see the console, and check that the server is reachable and allows this origin (CORS)",
    isTransient: true,
  },
];
