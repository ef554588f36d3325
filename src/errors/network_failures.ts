import type { UploadErrorCode } from "./upload_error.ts";

/** How a connection can fail, how runtimes say so, and what to do about it. */
export interface NetworkFailure {
  /** The codes and names that runtimes give it. They come first. */
  readonly codes: RegExp;
  /** The words of runtimes that give it no code; names of hosts are taken out of their texts before. */
  readonly words: RegExp;
  /** `network` by default. */
  readonly code?: UploadErrorCode;
  /** What happened. */
  readonly state: string;
  /** What to do about it. */
  readonly hint: string;
  /** Whether trying again may help. */
  readonly isTransient: boolean;
  /** Whether a proxy may have failed in the place of the server. */
  readonly mayBeProxy?: boolean;
}

/** A request that the server has not processed (RFC 9113 §8.7): it can be sent again, whatever its method. */
export const NOT_PROCESSED: Pick<NetworkFailure, "codes" | "words"> = {
  codes: /(?:^|_)REFUSED_STREAM$|^ERR_HTTP2_GOAWAY_SESSION$/,
  // Deno says the latter only of streams beyond the last one that a GOAWAY names.
  words: /\brefused stream before processing\b|\bconnection error received\b/i,
};

/** A connection that was reset, closed or broken. */
export const CONNECTION_LOST: NetworkFailure = {
  codes:
    /^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET|ERR_SSL_UNEXPECTED_EOF_WHILE_READING|ERR_STREAM_PREMATURE_CLOSE|Connection(?:Reset|Aborted|Closed)|BrokenPipe|UnexpectedEof)$|ERR_(?:CONNECTION_(?:RESET|CLOSED|ABORTED)|EMPTY_RESPONSE)$/,
  words:
    /\b(?:reset by peer|broken pipe|hang up|side closed|half-closed|forcibly closed|close_notify|peer closed|(?:handshake|unexpected) eof|connection (?:was )?(?:closed|reset|aborted|lost)|reading a body from connection)\b/i,
  state: "the server closed the connection before its response was complete",
  hint: "it may have refused the body: see its log",
  isTransient: true,
};

/** The failures that are known, the special ones before the general ones. */
export const NETWORK_FAILURES: readonly NetworkFailure[] = [
  {
    codes: /^UND_ERR_CONNECT_TIMEOUT$|^ConnectTimeoutError$/,
    words: /\bconnect timeout error\b/i,
    code: "timeout",
    state: "no connection within the time that the runtime waits",
    hint:
      "check the host and the network; Node's fetch waits 10 s for a connection and no longer, so pass a 'fetch' with a dispatcher that does",
    isTransient: true,
    mayBeProxy: true,
  },
  {
    codes: /^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/,
    words: /\b(?:headers|body) timeout error\b/i,
    code: "timeout",
    state: "no response within the time that the runtime waits",
    hint:
      "Node's fetch waits 300 s for a response and no longer: pass a 'fetch' with a dispatcher that does",
    isTransient: true,
  },
  {
    codes:
      /^(?:ETIMEDOUT|TimedOut|TimeoutError)$|ERR_(?:CONNECTION_)?TIMED_OUT$/,
    words: /\btimed out\b/i,
    code: "timeout",
    state: "the connection timed out",
    hint: "check the host and the network",
    isTransient: true,
    mayBeProxy: true,
  },
  {
    codes: /^E[MN]FILE$|FdQuotaExceeded$/,
    words: /\btoo many open files\b/i,
    state: "too many open files",
    hint: "start fewer uploads at once, or raise the limit (ulimit -n)",
    isTransient: true,
  },
  {
    codes: /(?:^|_)ENHANCE_YOUR_CALM$/,
    words: /\bexcessive load\b/i,
    state: "the server has too much to do (ENHANCE_YOUR_CALM)",
    hint: "start fewer uploads at once",
    isTransient: true,
  },
  {
    codes: /(?:^|_)REFUSED_STREAM$/,
    words: /\brefused stream\b/i,
    state: "the server refused the stream (REFUSED_STREAM)",
    hint: "try again, or start fewer uploads at once",
    isTransient: true,
  },
  {
    codes: /^GOAWAY$|^ERR_HTTP2_GOAWAY_SESSION$/,
    words: /\bconnection error received\b/i,
    state: "the server closes the HTTP/2 connection (GOAWAY)",
    hint: "try again",
    isTransient: true,
  },
  {
    codes: /^NGHTTP2_(?:NO_ERROR|INTERNAL_ERROR|CANCEL|CONNECT_ERROR)$/,
    words:
      /\bstream error received: (?:not a result|unexpected internal|stream no longer|connection established)\b/i,
    state: "the server broke off the HTTP/2 stream",
    hint: "see its log, or try again",
    isTransient: true,
  },
  {
    codes: /^NGHTTP2_|^ERR_HTTP2_/,
    words: /\b(?:stream|connection) error (?:received|detected)\b/i,
    state: "HTTP/2 failed",
    hint:
      "see the server's log, or pass a 'fetch' that speaks HTTP/1.1 (Deno.createHttpClient({ http2: false }))",
    isTransient: false,
  },
  // Alerts come from the server, and so are about the client's certificate.
  {
    codes: /_ALERT_(?:CERTIFICATE_REQUIRED|NO_CERTIFICATE)$/,
    words:
      /\balert:? (?:certificate ?required|no ?certificate)\b|\btls: certificate required\b/i,
    state: "the server requires a client certificate",
    hint:
      "pass a 'fetch' that has the client's certificate (Deno.createHttpClient({ cert, key }))",
    isTransient: false,
  },
  {
    codes: /_ALERT_CERTIFICATE_EXPIRED$/,
    words: /\balert:? certificate ?expired\b|\btls: expired certificate\b/i,
    state: "the client's certificate has expired",
    hint: "renew it",
    isTransient: false,
  },
  {
    codes:
      /_ALERT_(?:(?:BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(?:REVOKED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED)/,
    words:
      /\balert:? (?:(?:bad|unsupported) ?certificate|certificate ?(?:revoked|unknown)|unknown ?ca|access ?denied)|\btls: (?:bad certificate|unknown certificate)/i,
    state: "the server does not accept the client's certificate",
    hint: "check that it is valid, and that the server trusts its authority",
    isTransient: false,
  },
  {
    codes: /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$|ERR_CERT_DATE_INVALID$/,
    words:
      /\bpeer certificate: (?:certificate )?(?:expired|not ?valid ?yet)\b|\bcertificate (?:has |is )?(?:expired|not yet valid)\b/i,
    state: "the server's certificate has expired, or is not valid yet",
    hint: "renew it on the server, or set the clock of this machine",
    isTransient: false,
  },
  {
    codes: /ALTNAME|^HOSTNAME_MISMATCH$|ERR_CERT_COMMON_NAME_INVALID$/,
    words: /\bnot ?valid ?for ?name\b|\bmatch certificate's altnames\b/i,
    state: "the server's certificate is for another name",
    hint: "check the host",
    isTransient: false,
  },
  {
    codes:
      /^(?:ERR_TLS_)?CERT_|^UNABLE_TO_|^(?:DEPTH_ZERO_)?SELF_SIGNED_CERT|^INVALID_(?:CA|PURPOSE)$|ERR_CERT_/,
    words: /\bcertificates?\b|\bself[- ]signed\b|\bunknownissuer\b/i,
    state: "the server's certificate is not trusted",
    hint:
      "pass a 'fetch' that knows its authority (Deno.createHttpClient({ caCerts })), or name that in NODE_EXTRA_CA_CERTS",
    isTransient: false,
  },
  {
    codes: /^ERR_PROXY_AUTH|ERR_TUNNEL_CONNECTION_FAILED$/,
    words: /\bproxy authentication required\b|\bproxy response \(407\)/i,
    state: "the proxy requires authentication",
    hint: "add a user and a password to the proxy's URL",
    isTransient: false,
  },
  {
    codes: /ERR_(?:PROXY|SOCKS)_/,
    words:
      /\bproxy (?:server unreachable|refused|response)\b|\btunnel(?:ing|ling)?\b/i,
    state: "the proxy cannot be reached, or cannot reach the server",
    hint: "check the proxy",
    isTransient: true,
    mayBeProxy: true,
  },
  {
    codes: /^(?:EAI_AGAIN|EAI_FAIL|ESERVFAIL|ETIMEOUT)$/,
    words:
      /\btemporary failure in name resolution\b|\binformation: try again\b/i,
    state: "the host name could not be looked up for now",
    hint: "check the network",
    isTransient: true,
    mayBeProxy: true,
  },
  {
    codes:
      /^(?:ENOTFOUND|EAI_NONAME|EAI_NODATA|ENODATA)$|ERR_NAME_NOT_RESOLVED$/,
    words: /\bdns error\b|\blookup address\b|\bgetaddrinfo\b|\bno such host\b/i,
    state: "the host name was not found",
    hint: "check its spelling and the network",
    // macOS and Windows say the same of a machine that is offline, and a
    // laptop that wakes up is: trying in vain costs less than a lost upload.
    isTransient: true,
    mayBeProxy: true,
  },
  {
    codes: /^(?:ECONNREFUSED|ConnectionRefused)$|ERR_CONNECTION_REFUSED$/,
    words: /\b(?:connection|actively) refused\b/i,
    state: "Connection refused",
    hint: "no server listens there: check the host and the port",
    isTransient: true,
    mayBeProxy: true,
  },
  {
    codes:
      /^E(?:NET|HOST)(?:UNREACH|DOWN)$|^EADDRNOTAVAIL$|ERR_(?:ADDRESS_UNREACHABLE|INTERNET_DISCONNECTED)$/,
    words:
      /\b(?:network|host) is (?:unreachable|down)\b|\bno route to host\b|\bunreachable (?:network|host)\b/i,
    state: "No route to host",
    hint: "check the network",
    isTransient: true,
    mayBeProxy: true,
  },
  {
    codes: /ERR_UNSAFE_PORT$/,
    words: /\brequests to port \d+ are blocked\b|\bbad port\b/i,
    state: "fetch blocks that port",
    hint: "use another one",
    isTransient: false,
  },
  {
    codes:
      /^Z_[A-Z]+_ERROR$|^ERR__ERROR_|^ERR_ZSTD|^ZSTD_|^(?:Zlib|(?:Brotli|Zstd)Decompression)Error$|ERR_CONTENT_DECODING/,
    words:
      /^(?:fetch failed: )?(?:unexpected end of file|reached unexpected eof|invalid gzip header|crc computed does not match|brotli error)$|\bdecompression error\b|\bincorrect (?:header|data) check\b/i,
    state: "the response cannot be decoded",
    hint: "its bytes do not match its Content-Encoding: see the server's log",
    isTransient: false,
  },
  CONNECTION_LOST,
  {
    codes: /^EPROTO$|^ERR_SSL_|^ERR_TLS_/,
    words: /\b(?:tls|ssl|handshake|corrupt message|fatal alert)\b/i,
    state: "TLS handshake failed",
    hint:
      "check whether the server speaks https on that port, and whether it requires a client certificate",
    isTransient: false,
  },
  {
    codes:
      /^HPE_|^HTTPParserError$|^Malformed_HTTP_Response$|^Invalid(?:HTTPResponse|ContentLength)$|^UND_ERR_(?:HEADERS_OVERFLOW|RES_)/,
    words:
      /\binvalid (?:http )?\S{1,20} parsed\b|\bmessage head is too large\b|\bdoes not match the\b/i,
    state: "the response is not valid HTTP",
    hint: "check whether the server speaks http on that port",
    isTransient: false,
  },
  {
    codes: /^ERR_FAILED$/,
    words: /\bfailed to fetch\b|\bload failed\b|\bnetworkerror when\b/i,
    state: "the request failed",
    hint:
      "browsers say no more: see the console, and check that the server is there and allows this origin (CORS)",
    isTransient: true,
  },
];
