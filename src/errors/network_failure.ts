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
