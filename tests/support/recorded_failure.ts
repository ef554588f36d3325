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
export function failed(message: string, properties: object = {}): Thrown {
  return { message: "fetch failed", cause: { message, ...properties } };
}

/** As Node throws it when a response breaks off. */
export function terminated(message: string, properties: object): Thrown {
  return { message: "terminated", cause: { message, ...properties } };
}

export const SENT: string =
  "error sending request from 127.0.0.1:51094 for http://127.0.0.1:4999/p?sig=hunter2 (127.0.0.1:4999): client error (SendRequest): ";
export const CONNECT: string =
  "error sending request for url (https://127.0.0.1:4999/p?sig=hunter2): client error (Connect): ";

/** As Bun 1.4 throws it: the URL is a property, and sometimes in the message. */
export function inBun(
  code: string,
  message = `${code} fetching "${PATH}". ${MORE}`,
): Thrown {
  return { message, code, path: PATH, errno: 0 };
}
const PATH = "https://127.0.0.1:4999/p?sig=hunter2";
const MORE =
  "For more information, pass `verbose: true` in the second argument to fetch()";
export const BUN_CLOSED: Thrown = inBun(
  "ECONNRESET",
  `ECONNRESET: The socket connection was closed unexpectedly. ${MORE}`,
);
export const BUN_TLS: Thrown = inBun(
  "EPROTO",
  "EPROTO: The TLS handshake failed. Does the server speak TLS on this port?",
);

/** As OpenSSL in Node says it. */
export function inOpenSsl(reason: string, code: string): Thrown {
  return failed(
    `804CCA772E7F0000:error:0A000410:SSL routines:ssl3_read_bytes:${reason}:../deps/openssl/openssl/ssl/record/rec_layer_s3.c:1601:SSL alert number 40\n`,
    { library: "SSL routines", reason, code },
  );
}
