/**
 * The names of equivalent options in other libraries, in lower case and without
 * separators, by the option's name here. Options of an option are included.
 * Names that are similar to ours are not, such as `uri`.
 */
export const FOREIGN_NAMES: Readonly<Record<string, string>> = {
  url: "action endpoint href",
  method: "httpmethod verb",
  source:
    "blob body buffer content data file filename filepath files input path payload stream",
  baseDirectory: "cwd dir root",
  contentType: "mediatype mime mimetype type",
  headers: "auth authorization cookies token",
  timeout: "deadline idletimeout timeoutseconds",
  progressInterval: "interval",
  handleRedirects: "follow followredirects redirect",
  signal: "abort abortcontroller abortsignal canceltoken",
  size: "contentlength filesize length",
  multipart: "fieldname fields form formdata name",
  maxResponseBytes: "maxcontentlength",
  maxBytesPerSecond: "bandwidth limitrate maxrate ratelimit",
  credentials: "withcredentials",
  fetch: "agent client dispatcher httpagent proxy",
  retry: "attempts maxretries retries",
  limit: "attempts follow max maxredirects maxretries retries",
  keepHeaders: "headers",
  statuses: "retryon statuscodes",
  baseDelay: "backoff delay initialdelay interval mintimeout",
  maxDelay: "backofflimit maxbackoff maxtimeout",
};

/** The functions that have an option which an upload itself lacks. */
export const OPTION_OWNERS: Readonly<Record<string, string>> = {
  checksum: "tus() and s3()",
  chunkSize: "tus() and rufh()",
  digest: "rufh()",
  ifNoneMatch: "s3()",
  metadata: "tus()",
  methodOverride: "tus()",
  parallel: "uploadAll(), tus() and s3()",
  partSize: "s3()",
  region: "s3()",
  sign: "s3()",
  store: "tus(), rufh() and s3()",
  uploadUrl: "tus() and rufh()",
};

/** Whether a name is that of a callback, such as other libraries have. */
export function isCallbackName(name: string): boolean {
  return /^on[A-Z]|(?:callback|listener)$/i.test(name);
}
