import {
  failed,
  inBun,
  type RecordedFailure,
  SENT,
  terminated,
} from "./recorded_failure.ts";

/** Failures of HTTP, as runtimes report them. */
export const RECORDED_HTTP: readonly RecordedFailure[] = [
  {
    failure: "a response that is cut",
    state: "the server closed the connection",
    isTransient: true,
    thrown: [
      { message: "error reading a body from connection" },
      terminated("other side closed", { code: "UND_ERR_SOCKET" }),
      terminated("read ECONNRESET", { code: "ECONNRESET" }),
      { message: "network error" },
      { message: "Error in input stream" },
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
    state: "the server is closing the HTTP/2 connection",
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
    state: "the server is closing the HTTP/2 connection",
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
    state: "the server is overloaded",
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
    state: "the server is overloaded",
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
    state: "the server reset the HTTP/2 stream",
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
    state: "HTTP/2 protocol error",
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
