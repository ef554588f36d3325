import {
  messageOf,
  systemCodeOf,
  UploadError,
  type UploadErrorCode,
} from "./upload_error.ts";

/** A URL for a message: without query and fragment, which may hold a signature. */
export function plainUrl(url: URL): string {
  return url.origin + url.pathname;
}

/** Why the caller ended an upload. */
export function toCancelError(reason: unknown, url: URL): UploadError {
  const isDefault = reason instanceof DOMException &&
    reason.name === "AbortError";
  const why =
    reason instanceof Error && !isDefault || typeof reason === "string"
      ? `: ${withoutSecrets(messageOf(reason))}`
      : "";
  return new UploadError(
    "cancelled",
    `the upload to ${plainUrl(url)} was cancelled${why}`,
    { cause: reason },
  );
}

/** How far an upload has come. */
export interface Standing {
  readonly bytesTransferred: number;
  readonly bytesEstimated: number;
  readonly response: Response | undefined;
}

/** No byte has moved for too long. */
export function toTimeoutError(
  thrown: unknown,
  url: URL,
  seconds: number,
  standing: Standing,
): UploadError {
  return new UploadError(
    "timeout",
    `no byte moved for at least ${seconds} s, ${whereItStands(standing)}: ` +
      `see whether ${url.host} and the source are well, or raise 'params.timeout' for a slow line`,
    { cause: thrown },
  );
}

function whereItStands(standing: Standing): string {
  const { bytesTransferred, bytesEstimated, response } = standing;
  if (response !== undefined) {
    return `after a status of ${response.status} came, with ${bytesTransferred} bytes handed over`;
  }
  if (bytesTransferred === bytesEstimated) {
    return "with all of the body handed over and no answer";
  }
  if (bytesTransferred === 0) {
    return "before anything was heard from the server";
  }
  return `with ${transferredOf(standing)} handed over`;
}

function transferredOf(
  { bytesTransferred, bytesEstimated }: Standing,
): string {
  const of = bytesEstimated < 0 ? "" : `of ${bytesEstimated} `;
  return `${bytesTransferred} ${of}bytes`;
}

/** A server has said that all is well, and left the rest. */
export function toCutError(
  url: URL,
  { status }: Response,
  standing: Standing,
): UploadError {
  return new UploadError(
    "network",
    `the server at ${
      plainUrl(url)
    } answered ${status}, but stopped reading after ` +
      `${transferredOf(standing)}: see its log`,
  );
}

/** What a stream or an iterable of the caller threw. */
export function toSourceError(thrown: unknown): UploadError {
  return thrown instanceof UploadError ? thrown : new UploadError(
    "source",
    `the source failed: ${withoutSecrets(messageOf(thrown))}`,
    { cause: thrown },
  );
}

/** What runtimes say of a connection that failed, and what to do about it. */
const ADVICE: readonly (readonly [
  said: RegExp,
  advice: string,
  code?: UploadErrorCode,
])[] = [
  [
    /(?:headers|body) timeout|UND_ERR_(?:HEADERS|BODY)_TIMEOUT/i,
    "Node's fetch waits 300 s for an answer and no longer; pass a 'params.fetch' with a dispatcher that does",
    "timeout",
  ],
  [
    /refused|ECONNREFUSED/i,
    "no server listens there; check the host and the port",
  ],
  // Before names: what a certificate is valid for is called a DnsName.
  [
    /certificate.*expired|CERT_HAS_EXPIRED/i,
    "the server's certificate has expired; renew it there, or set the clock here",
  ],
  [
    /not valid for name|NotValidForName|ALTNAME/i,
    "the server's certificate is for another name; check the host",
  ],
  [
    /certificate|UnknownIssuer|self.signed|CERT_/i,
    "the server's certificate is not trusted; pass a 'params.fetch' that knows its authority (Deno.createHttpClient({ caCerts }))",
  ],
  [
    /dns|lookup|ENOTFOUND|EAI_AGAIN|getaddrinfo/i,
    "the host name was not found; check its spelling and the network",
  ],
  [
    /tls|ssl|corrupt message|handshake/i,
    "no TLS connection came about; check whether the server speaks https on that port",
  ],
  [
    /reset|broken pipe|closed|EPIPE|ECONNRESET|socket|end of file|eof/i,
    "the server closed the connection before its answer; it may have refused the body, see its log",
  ],
  [
    /unreachable|ENETUNREACH|EHOSTUNREACH/i,
    "there is no way to that host; check the network",
  ],
  [/blocked|bad port/i, "fetch blocks that port; use another one"],
  [
    /failed to fetch|load failed|networkerror when/i,
    "browsers tell no more; see the console, and whether the server is there and allows this origin (CORS)",
  ],
];

/** What `fetch` threw, as what it means for the upload. */
export function toNetworkError(thrown: unknown, url: URL): UploadError {
  if (thrown instanceof UploadError) return thrown;
  const options = { cause: thrown };
  if (systemCodeOf(thrown) === "NotCapable") return netPermission(url, options);
  const said = messageOf(thrown);
  // A host may be called anything, `tls.example` too.
  const happened = said.replaceAll(URLS, "");
  const known = ADVICE.find(([pattern]) => pattern.test(happened));
  const [, advice = "see the cause of the error", code = "network"] = known ??
    [];
  return new UploadError(
    code,
    `the upload to ${plainUrl(url)} failed: ${advice} (${
      withoutSecrets(
        url.search === "" ? said : said.replaceAll(url.search, ""),
      )
    })`,
    options,
  );
}

/** The runtime does not let the program connect. */
export function netPermission(url: URL, options?: ErrorOptions): UploadError {
  return new UploadError(
    "permission",
    `this program may not connect to ${url.host}: run it with --allow-net=${url.host}`,
    options,
  );
}

/** The URLs in a message, but not the punctuation after them. */
const URLS =
  /(\b[a-z][a-z0-9+.-]*:\/\/[^\s?#]*?)(?:[?#]\S*?)?(?=[)\]"'.,:;]*(?:\s|$))/gi;

/** Runtimes show URLs whole: with a query that may hold a signature, or with a user and a password. */
function withoutSecrets(message: string): string {
  return message.replaceAll(URLS, "$1")
    .replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s\/]*@/gi, "$1");
}
