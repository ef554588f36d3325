import {
  BUN_CLOSED,
  CONNECT,
  failed,
  inBun,
  type RecordedFailure,
  SENT,
  terminated,
} from "./recorded_failure.ts";

/** Failures of connections, as runtimes report them. */
export const RECORDED_CONNECTIONS: readonly RecordedFailure[] = [
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
    failure: "a connection that another request was to make",
    state: "the HTTP/2 connection that it waited for was not made",
    isTransient: true,
    isNotProcessed: true,
    thrown: [failed(CONNECT + "request was canceled")],
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
    state: "the host name cannot be resolved at the moment",
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
    state: "the runtime's time limit for a connection has passed",
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
    state: "the runtime's time limit for a response has passed",
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
];
