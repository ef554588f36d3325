import { CUT_OFF, type NetworkFailure } from "./network_failure.ts";

/**
 * Matches a request that the server did not process or never got, so that it
 * can be sent again with any method (RFC 9113 §8.7).
 */
export const NOT_PROCESSED: Pick<NetworkFailure, "codes" | "words"> = {
  codes: /(?:^|_)REFUSED_STREAM$|^ERR_HTTP2_GOAWAY_SESSION$/,
  // Deno reports a connection error only for streams after the last one that a
  // GOAWAY names. A request that waited for the HTTP/2 connection of another one
  // is cancelled if that fails, or if the other request is cancelled.
  words:
    /\brefused stream before processing\b|\bconnection error received\b|\(connect\): request was canceled\b/i,
};

/** A connection that was reset, closed or broken. */
export const CONNECTION_LOST: NetworkFailure = {
  ...CUT_OFF,
  codes:
    /^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET|ERR_SSL_UNEXPECTED_EOF_WHILE_READING|ERR_STREAM_PREMATURE_CLOSE|Connection(?:Reset|Aborted|Closed)|BrokenPipe|UnexpectedEof)$|ERR_(?:CONNECTION_(?:RESET|CLOSED|ABORTED)|EMPTY_RESPONSE)$/,
  words:
    /\b(?:reset by peer|broken pipe|hang up|side closed|half-closed|forcibly closed|close_notify|peer closed|(?:handshake|unexpected) eof|connection (?:was )?(?:closed|reset|aborted|lost)|reading a body from connection)\b/i,
};
