import type { UploadErrorCode } from "./upload_error.ts";

/** A way in which a connection can fail, and how runtimes report it. */
export interface NetworkFailure {
  /** Matches the codes and names that runtimes use, which take precedence. */
  readonly codes: RegExp;
  /** Matches the messages of runtimes that use no code, without host names. */
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

/**
 * A request that the server has not processed (RFC 9113 §8.7), or never got: it
 * can be sent again, whatever its method.
 */
export const NOT_PROCESSED: Pick<NetworkFailure, "codes" | "words"> = {
  codes: /(?:^|_)REFUSED_STREAM$|^ERR_HTTP2_GOAWAY_SESSION$/,
  // Deno reports the second one only for streams beyond the last one of a
  // GOAWAY, and the third one if a request waited for the HTTP/2 connection of
  // another request, which failed or was cancelled.
  words:
    /\brefused stream before processing\b|\bconnection error received\b|\(connect\): request was canceled\b/i,
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
