/** What an error looks like that a runtime throws. */
export interface Thrown {
  readonly message: string;
  readonly name?: string;
  readonly code?: string;
  readonly [property: string]: unknown;
  readonly cause?: Thrown;
}

/** A failure, what three runtimes throw for it, and what that means. */
export interface RecordedFailure {
  readonly failure: string;
  /** The code of the upload's error; `network` by default. */
  readonly code?: string;
  /** What its message says. */
  readonly state: string;
  readonly isTransient: boolean;
  /** Whether the connection was lost before a response; not by default. */
  readonly isLost?: boolean;
  /** Whether the server has not processed the request; it may have by default. */
  readonly isNotProcessed?: boolean;
  readonly thrown: readonly Thrown[];
}

/** Where the requests went that failed. */
export const RECORDED_URL = new URL("https://127.0.0.1:4999/p?sig=hunter2");

/** An error as it was recorded. */
export function toError({ message, cause, ...properties }: Thrown): Error {
  const error = cause === undefined
    ? new TypeError(message)
    : new TypeError(message, { cause: toError(cause) });
  return Object.assign(error, properties);
}

/** As Deno 2.9 and Node 20 throw it: the reason is in the cause. */
function failed(message: string, properties: object = {}): Thrown {
  return { message: "fetch failed", cause: { message, ...properties } };
}

/** As Node throws it when a response breaks off. */
function terminated(message: string, properties: object): Thrown {
  return { message: "terminated", cause: { message, ...properties } };
}

const SENT =
  "error sending request from 127.0.0.1:51094 for http://127.0.0.1:4999/p?sig=hunter2 (127.0.0.1:4999): client error (SendRequest): ";
const CONNECT =
  "error sending request for url (https://127.0.0.1:4999/p?sig=hunter2): client error (Connect): ";

/** As Bun 1.4 throws it: the URL is a property, and sometimes in the message. */
function inBun(code: string, message = `${code} fetching "${PATH}". ${MORE}`) {
  return { message, code, path: PATH, errno: 0 };
}
const PATH = "https://127.0.0.1:4999/p?sig=hunter2";
const MORE =
  "For more information, pass `verbose: true` in the second argument to fetch()";
const BUN_CLOSED = inBun(
  "ECONNRESET",
  `ECONNRESET: The socket connection was closed unexpectedly. ${MORE}`,
);
const BUN_TLS = inBun(
  "EPROTO",
  "EPROTO: The TLS handshake failed. Does the server speak TLS on this port?",
);

/** As OpenSSL in Node says it. */
function inOpenSsl(reason: string, code: string): Thrown {
  return failed(
    `804CCA772E7F0000:error:0A000410:SSL routines:ssl3_read_bytes:${reason}:../deps/openssl/openssl/ssl/record/rec_layer_s3.c:1601:SSL alert number 40\n`,
    { library: "SSL routines", reason, code },
  );
}

/** Failures of the connection and of HTTP. */
export const RECORDED_FAILURES: readonly RecordedFailure[] = [
  {
    failure: "nobody listens",
    state: "Connection refused",
    isTransient: true,
    thrown: [
      failed(CONNECT + "tcp connect error: Connection refused (os error 111)"),
      failed("connect ECONNREFUSED 127.0.0.1:4999", {
        code: "ECONNREFUSED",
        syscall: "connect",
        address: "127.0.0.1",
        port: 4999,
      }),
      inBun(
        "ECONNREFUSED",
        "ECONNREFUSED: Unable to connect. Is the computer able to access the url?",
      ),
    ],
  },
  {
    failure: "a reset",
    state: "the server closed the connection",
    isTransient: true,
    isLost: true,
    thrown: [
      failed("Connection reset by peer (os error 104)"),
      failed(
        CONNECT + "tcp connect error: Connection reset by peer (os error 104)",
      ),
      failed("read ECONNRESET", { code: "ECONNRESET", syscall: "read" }),
      BUN_CLOSED,
    ],
  },
  {
    failure: "a close without an answer",
    state: "the server closed the connection",
    isTransient: true,
    isLost: true,
    thrown: [
      failed(SENT + "connection closed before message completed"),
      failed("Broken pipe (os error 32)"),
      failed("stream closed because of a broken pipe"),
      failed("other side closed", {
        name: "SocketError",
        code: "UND_ERR_SOCKET",
      }),
      failed("write EPIPE", { code: "EPIPE", syscall: "write" }),
      failed("HTTP/2: stream half-closed (remote)", { code: "UND_ERR_INFO" }),
    ],
  },
  {
    failure: "a TLS connection that ends without a close_notify",
    state: "the server closed the connection",
    isTransient: true,
    isLost: true,
    thrown: [
      failed(
        "peer closed connection without sending TLS close_notify: https://docs.rs/rustls/latest/rustls/manual/_03_howto/index.html#unexpected-eof",
      ),
      failed(CONNECT + "tls handshake eof"),
      failed(
        "Client network socket disconnected before secure TLS connection was established",
        { code: "ECONNRESET", host: "127.0.0.1", port: "4999" },
      ),
      failed(
        "804C:error:0A000126:SSL routines:ssl3_read_n:unexpected eof while reading:../deps/rec_layer_s3.c:323:",
        { code: "ERR_SSL_UNEXPECTED_EOF_WHILE_READING" },
      ),
      BUN_CLOSED,
    ],
  },
  {
    failure: "a response that is cut",
    state: "the server closed the connection",
    isTransient: true,
    thrown: [
      { message: "error reading a body from connection" },
      terminated("other side closed", { code: "UND_ERR_SOCKET" }),
      terminated("read ECONNRESET", { code: "ECONNRESET" }),
    ],
  },
  {
    failure: "a refused stream",
    state: "the server refused the stream",
    isTransient: true,
    isNotProcessed: true,
    thrown: [
      failed(
        "stream error received: refused stream before processing any application logic",
      ),
      failed("Stream closed with error code NGHTTP2_REFUSED_STREAM", {
        code: "ERR_HTTP2_STREAM_ERROR",
      }),
    ],
  },
  {
    failure: "a GOAWAY before the request",
    state: "the server closes the HTTP/2 connection",
    isTransient: true,
    isNotProcessed: true,
    thrown: [
      failed("connection error received: not a result of an error"),
      failed("New streams cannot be created after receiving a GOAWAY", {
        code: "ERR_HTTP2_GOAWAY_SESSION",
      }),
    ],
  },
  {
    failure: "a GOAWAY that names no stream",
    state: "the server closes the HTTP/2 connection",
    isTransient: true,
    isLost: true,
    thrown: [
      failed('HTTP/2: "GOAWAY" frame received with code 0', {
        name: "SocketError",
        code: "UND_ERR_SOCKET",
      }),
    ],
  },
  {
    failure: "a GOAWAY before the request, for its many resets",
    state: "the server has too much to do",
    isTransient: true,
    isNotProcessed: true,
    thrown: [
      failed(
        'connection error received: detected excessive load generating behavior (b"too_many_resets")',
      ),
    ],
  },
  {
    failure: "a server that is overloaded",
    state: "the server has too much to do",
    isTransient: true,
    thrown: [
      failed(
        "stream error received: detected excessive load generating behavior",
      ),
      failed("Stream closed with error code NGHTTP2_ENHANCE_YOUR_CALM", {
        code: "ERR_HTTP2_STREAM_ERROR",
      }),
    ],
  },
  {
    failure: "a stream that the server breaks off",
    state: "the server broke off the HTTP/2 stream",
    isTransient: true,
    thrown: [
      failed(
        "stream error received: unexpected internal error encountered",
      ),
      failed("stream error received: not a result of an error"),
      failed("Stream closed with error code NGHTTP2_INTERNAL_ERROR", {
        code: "ERR_HTTP2_STREAM_ERROR",
      }),
    ],
  },
  {
    failure: "HTTP/2 that is misunderstood",
    state: "HTTP/2 failed",
    isTransient: false,
    thrown: [
      failed("stream error received: unspecific protocol error detected"),
      failed("connection error detected: frame with invalid size"),
      failed("Stream closed with error code NGHTTP2_PROTOCOL_ERROR", {
        code: "ERR_HTTP2_STREAM_ERROR",
      }),
    ],
  },
  {
    failure: "a name that does not exist",
    state: "the host name was not found",
    isTransient: true,
    thrown: [
      failed(
        CONNECT +
          "dns error: failed to lookup address information: Name or service not known",
      ),
      failed("getaddrinfo ENOTFOUND nowhere.invalid", {
        code: "ENOTFOUND",
        syscall: "getaddrinfo",
      }),
      inBun("ENOTFOUND", "getaddrinfo ENOTFOUND nowhere.invalid"),
    ],
  },
  {
    failure: "a name server that does not answer",
    state: "the host name could not be looked up for now",
    isTransient: true,
    thrown: [
      failed(
        CONNECT +
          "dns error: failed to lookup address information: Temporary failure in name resolution",
      ),
      failed("getaddrinfo EAI_AGAIN nowhere.example", { code: "EAI_AGAIN" }),
      inBun("EAI_AGAIN", "getaddrinfo EAI_AGAIN nowhere.example"),
    ],
  },
  {
    failure: "a host without a route",
    state: "No route to host",
    isTransient: true,
    thrown: [
      failed(CONNECT + "tcp connect error: No route to host (os error 113)"),
      failed(
        CONNECT + "tcp connect error: Network is unreachable (os error 101)",
      ),
      failed("connect ENETUNREACH 10.0.0.1:80 - Local (0.0.0.0:0)", {
        code: "ENETUNREACH",
        port: 4999,
      }),
      inBun("EHOSTUNREACH", "EHOSTUNREACH: Unable to connect."),
    ],
  },
  {
    failure: "a port that is blocked",
    state: "fetch blocks that port",
    isTransient: false,
    thrown: [
      { message: "Fetch failed: Requests to port 6000 are blocked" },
      failed("bad port"),
    ],
  },
  {
    failure: "a connection that takes too long for Node",
    code: "timeout",
    state: "no connection within the time that the runtime waits",
    isTransient: true,
    thrown: [
      failed(
        "Connect Timeout Error (attempted address: 127.0.0.1:4999, timeout: 10000ms)",
        { name: "ConnectTimeoutError", code: "UND_ERR_CONNECT_TIMEOUT" },
      ),
    ],
  },
  {
    failure: "a response that takes too long for Node",
    code: "timeout",
    state: "no response within the time that the runtime waits",
    isTransient: true,
    thrown: [
      failed("Headers Timeout Error", { code: "UND_ERR_HEADERS_TIMEOUT" }),
      terminated("Body Timeout Error", { code: "UND_ERR_BODY_TIMEOUT" }),
      failed("Headers Timeout Error"),
    ],
  },
  {
    failure: "a connection that takes too long for the system",
    code: "timeout",
    state: "the connection timed out",
    isTransient: true,
    thrown: [
      failed(
        CONNECT + "tcp connect error: Connection timed out (os error 110)",
      ),
      failed("connect ETIMEDOUT 127.0.0.1:4999", { code: "ETIMEDOUT" }),
    ],
  },
  {
    failure: "too many open files",
    state: "too many open files",
    isTransient: true,
    thrown: [
      failed(
        CONNECT + "tcp open error: Too many open files (os error 24)",
      ),
      failed("connect EMFILE 127.0.0.1:4999 - Local (undefined:undefined)", {
        code: "EMFILE",
        syscall: "connect",
      }),
    ],
  },
  {
    failure: "a certificate of nobody that is known",
    state: "the server's certificate is not trusted",
    isTransient: false,
    thrown: [
      failed(CONNECT + "invalid peer certificate: UnknownIssuer"),
      failed("unable to verify the first certificate", {
        code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      }),
      failed("self-signed certificate", {
        code: "DEPTH_ZERO_SELF_SIGNED_CERT",
      }),
      inBun(
        "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
        "unable to verify the first certificate",
      ),
    ],
  },
  {
    failure: "an expired certificate",
    state: "the server's certificate has expired",
    isTransient: false,
    thrown: [
      failed(CONNECT + "invalid peer certificate: Expired"),
      failed("certificate has expired", { code: "CERT_HAS_EXPIRED" }),
      inBun("CERT_HAS_EXPIRED", "certificate has expired"),
    ],
  },
  {
    failure: "a certificate of another host",
    state: "the server's certificate is for another name",
    isTransient: false,
    thrown: [
      failed(
        CONNECT +
          'invalid peer certificate: certificate not valid for name "127.0.0.1"; certificate is only valid for DnsName("expired.example")',
      ),
      failed(
        "Hostname/IP does not match certificate's altnames: IP: 127.0.0.1 is not in the cert's list: ",
        { code: "ERR_TLS_CERT_ALTNAME_INVALID", host: "127.0.0.1" },
      ),
      inBun("ERR_TLS_CERT_ALTNAME_INVALID"),
    ],
  },
  {
    failure: "a client without a certificate",
    state: "the server requires a client certificate",
    isTransient: false,
    thrown: [
      failed("received fatal alert: CertificateRequired"),
      inOpenSsl(
        "tlsv13 alert certificate required",
        "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
      ),
    ],
  },
  {
    failure: "a client whose certificate has expired",
    state: "the client's certificate has expired",
    isTransient: false,
    thrown: [
      failed("received fatal alert: CertificateExpired"),
      inOpenSsl(
        "sslv3 alert certificate expired",
        "ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED",
      ),
    ],
  },
  {
    failure: "a client whose certificate is not trusted",
    state: "the server does not accept the client's certificate",
    isTransient: false,
    thrown: [
      failed("received fatal alert: UnknownCA"),
      failed("received fatal alert: BadCertificate"),
      inOpenSsl("tlsv1 alert unknown ca", "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA"),
      inOpenSsl(
        "sslv3 alert bad certificate",
        "ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE",
      ),
    ],
  },
  {
    failure: "TLS to a server without",
    state: "TLS handshake failed",
    isTransient: false,
    thrown: [
      failed(
        CONNECT + "received corrupt message of type InvalidContentType",
      ),
      failed(CONNECT + "received fatal alert: HandshakeFailure"),
      inOpenSsl("wrong version number", "ERR_SSL_WRONG_VERSION_NUMBER"),
      inOpenSsl(
        "sslv3 alert handshake failure",
        "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
      ),
      BUN_TLS,
    ],
  },
  {
    failure: "an answer that is no HTTP",
    state: "the response is not valid HTTP",
    isTransient: false,
    thrown: [
      failed(SENT + "invalid HTTP version parsed"),
      failed(SENT + "invalid content-length parsed"),
      failed(SENT + "message head is too large"),
      failed("Response does not match the HTTP/1.1 protocol (Expected HTTP/)", {
        name: "HTTPParserError",
        code: "HPE_INVALID_CONSTANT",
      }),
      inBun("Malformed_HTTP_Response"),
    ],
  },
  {
    failure: "a response whose encoding is broken",
    state: "the response cannot be decoded",
    isTransient: false,
    thrown: [
      { message: "unexpected end of file" },
      { message: "reached unexpected EOF" },
      { message: "Invalid gzip header" },
      { message: "CRC computed does not match" },
      { message: "brotli error" },
      { message: "deflate decompression error: invalid code lengths set" },
      terminated("incorrect header check", { code: "Z_DATA_ERROR", errno: -3 }),
      terminated("Decompression failed", {
        code: "ERR__ERROR_FORMAT_RESERVED",
      }),
      inBun("ZlibError"),
      inBun("BrotliDecompressionError"),
      inBun("ZstdDecompressionError"),
    ],
  },
  {
    failure: "a proxy that cannot be reached, or reaches no server",
    state: "the proxy cannot be reached",
    isTransient: true,
    thrown: [
      failed(CONNECT + "Proxy server unreachable"),
      failed(CONNECT + "unsuccessful tunnel"),
      failed(CONNECT + "unexpected eof while tunneling"),
      { message: "Proxy refused to open a tunnel: 502 Bad Gateway" },
      failed("Request was cancelled.", {
        cause: {
          message: "Proxy response (502) !== 200 when HTTP Tunneling",
          code: "UND_ERR_ABORTED",
        },
      }),
    ],
  },
  {
    failure: "a proxy that wants to know who asks",
    state: "the proxy requires authentication",
    isTransient: false,
    thrown: [
      failed(CONNECT + "proxy authentication required"),
      {
        message:
          "Proxy refused to open a tunnel: 407 Proxy Authentication Required",
      },
      failed("Request was cancelled.", {
        cause: {
          message: "Proxy response (407) !== 200 when HTTP Tunneling",
          code: "UND_ERR_ABORTED",
        },
      }),
    ],
  },
  {
    failure: "a network that denies access",
    code: "permission",
    state: "Permission denied",
    isTransient: false,
    thrown: [
      failed(
        "connect ERR_ACCESS_DENIED Access to this API has been restricted. Use --allow-net to manage permissions.",
        { code: "ERR_ACCESS_DENIED", syscall: "connect" },
      ),
      {
        name: "NotCapable",
        message:
          'Requires net access to "127.0.0.1:4999", run again with the --allow-net flag',
      },
    ],
  },
  {
    failure: "a browser, which says no more",
    state: "the request failed",
    isTransient: true,
    thrown: [
      { message: "Failed to fetch" },
      { message: "Load failed" },
      { message: "NetworkError when attempting to fetch resource." },
    ],
  },
];
