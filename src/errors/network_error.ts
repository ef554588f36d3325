import { messageOf, systemCodeOf } from "./cause.ts";
import { plainUrl, withoutSecrets, withoutUrls } from "./redact.ts";
import { UploadError, type UploadErrorCode } from "./upload_error.ts";

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
  const happened = withoutUrls(said);
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

/** Whether a connection died before it gave a response. */
export function isConnectionLost(thrown: unknown): boolean {
  return /reset|broken pipe|closed|EPIPE|ECONNRESET|socket|end of file|eof/i
    .test(withoutUrls(messageOf(thrown)));
}

/** Whether a server refused to process a request. */
export function isNotProcessed(thrown: unknown): boolean {
  return /refused stream|connection error received/i.test(messageOf(thrown));
}
