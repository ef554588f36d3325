import { CERTIFICATE_FAILURES } from "./certificate_failures.ts";
import { CONNECTION_LOST } from "./lost_connection.ts";
import { BROWSER_FAILURES, type NetworkFailure } from "./network_failure.ts";

/** The known failures, specific ones before general ones. */
export const NETWORK_FAILURES: readonly NetworkFailure[] = [
  {
    codes: /^UND_ERR_CONNECT_TIMEOUT$|^ConnectTimeoutError$/,
    words: /\bconnect timeout error\b/i,
    code: "timeout",
    state: "the runtime's time limit for a connection has passed",
    hint:
      "check the host and the network; Node's fetch waits at most 10 s for a connection, so pass a 'fetch' whose dispatcher waits longer",
    isTransient: true,
    mayBeProxy: true,
  },
  {
    codes: /^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/,
    words: /\b(?:headers|body) timeout error\b/i,
    code: "timeout",
    state: "the runtime's time limit for a response has passed",
    hint:
      "Node's fetch waits at most 300 s for a response: pass a 'fetch' whose dispatcher waits longer",
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
    hint:
      "start fewer uploads at once, such as with uploadAll(), or raise the limit (ulimit -n)",
    isTransient: true,
  },
  {
    codes: /(?:^|_)ENHANCE_YOUR_CALM$/,
    words: /\bexcessive load\b/i,
    state: "the server is overloaded (ENHANCE_YOUR_CALM)",
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
    state: "the server is closing the HTTP/2 connection (GOAWAY)",
    hint: "try again",
    isTransient: true,
  },
  {
    codes: /^NGHTTP2_(?:NO_ERROR|INTERNAL_ERROR|CANCEL|CONNECT_ERROR)$/,
    words:
      /\bstream error received: (?:not a result|unexpected internal|stream no longer|connection established)\b/i,
    state: "the server reset the HTTP/2 stream",
    hint: "see its log, or try again",
    isTransient: true,
  },
  {
    codes: /^NGHTTP2_|^ERR_HTTP2_/,
    words: /\b(?:stream|connection) error (?:received|detected)\b/i,
    state: "HTTP/2 protocol error",
    hint:
      "see the server's log, or pass a 'fetch' that uses HTTP/1.1 (Deno.createHttpClient({ http2: false }))",
    isTransient: false,
  },
  ...CERTIFICATE_FAILURES,
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
    state: "the host name cannot be resolved at the moment",
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
    // macOS and Windows report the same if the machine is offline, such as a
    // laptop that has just woken up. A useless attempt costs less than a lost
    // upload.
    isTransient: true,
    mayBeProxy: true,
  },
  {
    codes: /^(?:ECONNREFUSED|ConnectionRefused)$|ERR_CONNECTION_REFUSED$/,
    words: /\b(?:connection|actively) refused\b/i,
    state: "Connection refused",
    hint: "no server is listening there: check the host and the port",
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
    // Deno reports no code for it.
    codes: /(?!)/,
    words: /\(connect\): request was canceled\b/i,
    state: "the HTTP/2 connection that it waited for was not made",
    hint: "see the errors of other uploads to that server",
    isTransient: true,
  },
  {
    codes: /ERR_UNSAFE_PORT$/,
    words: /\brequests to port \d+ are blocked\b|\bbad port\b/i,
    state: "fetch blocks that port",
    hint: "use another port",
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
  ...BROWSER_FAILURES,
];
