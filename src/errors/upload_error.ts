import { attempt } from "./attempt.ts";

/**
 * The reason why an upload failed, to switch on. Codes may be added.
 *
 * | code | what happened |
 * | --- | --- |
 * | `cancelled` | `cancel()` was called, `signal` was aborted, or the loop was left |
 * | `timeout` | no data was transferred for `timeout` seconds, or a time limit of `signal`, the runtime or the system has passed |
 * | `not-found` | the file or its base directory cannot be found, or the runtime has no file system |
 * | `not-a-file` | the name is that of a directory, a pipe or a device |
 * | `permission` | the runtime or the system denied access to the file, the network or a variable |
 * | `outside-directory` | the filename leads out of its base directory |
 * | `source` | the source failed, changed, has another size than stated, or cannot be sent again; or the iterable of `uploadAll()` failed |
 * | `network` | name lookup, connection, TLS, redirect or HTTP failed, or the response was cut off or came too early |
 * | `response-too-large` | the response is larger than `maxResponseBytes` |
 * | `status` | `orThrow()`: the status of the response is not 200 to 299 |
 * | `response` | `json()`: the response is not JSON |
 * | `protocol` | the server does not support what the upload needs, or broke the rules of the protocol |
 * | `invalid-options` | the options do not fit the `protocol`; or `uploadAll()`: those of one upload are invalid |
 * | `store` | the store of resumable uploads cannot be read or written, or the upload is locked elsewhere |
 *
 * @category Errors
 */
export type UploadErrorCode =
  | "cancelled"
  | "timeout"
  | "not-found"
  | "not-a-file"
  | "permission"
  | "outside-directory"
  | "source"
  | "network"
  | "response-too-large"
  | "status"
  | "response"
  | "protocol"
  | "invalid-options"
  | "store";

/** All instances. Unlike `instanceof`, a look-up never runs a proxy's code. */
const instances = new WeakSet<object>();

/**
 * Describes why an upload failed. `upload()` never throws it: it is the `error`
 * of the `ended` event, whose `response` has its message and hint. `orThrow()`
 * and `json()` of the handle reject with it. Neither message nor hint shows a
 * query, credentials or a header value.
 *
 * `JSON.stringify()` keeps its name, code, message, hint and `isTransient`.
 * `structuredClone()` and `postMessage()` convert it to a plain `Error` with
 * only the message: pass `error.toJSON()` to keep more.
 *
 * @example
 * ```ts
 * import { upload, UploadError } from "@network/upload";
 * import { assertEquals, assertInstanceOf } from "@std/assert";
 *
 * const { error } = await upload({
 *   url: "http://127.0.0.1/",
 *   source: "missing.txt",
 *   baseDirectory: new URL("file:///nowhere/"),
 * });
 *
 * assertInstanceOf(error, UploadError);
 * assertEquals(error.code, "not-found");
 * assertEquals(error.isTransient, false);
 * ```
 *
 * @category Errors
 */
export class UploadError extends Error {
  /** The name of the class, `"UploadError"`. */
  override readonly name = "UploadError";
  /** What went wrong, to switch on. */
  readonly code: UploadErrorCode;
  /** What to do about it; may be empty. */
  readonly hint: string;
  /**
   * Whether trying again may help. It may after a lost connection, but not after
   * an invalid certificate.
   */
  readonly isTransient: boolean;

  /**
   * Creates an error for a {@linkcode Protocol} to throw.
   *
   * @param code What went wrong, to switch on.
   * @param message What happened, and to what.
   * @param options `hint`: what to do about it; empty by default.
   * `isTransient`: whether trying again may help; false by default. `cause`:
   * what the runtime threw, or the reason of the cancellation.
   */
  constructor(
    code: UploadErrorCode,
    message: string,
    options: ErrorOptions & {
      hint?: string | undefined;
      isTransient?: boolean | undefined;
    } = {},
  ) {
    super(message);
    if ("cause" in options) setCause(this, options.cause);
    this.code = code;
    this.hint = options.hint ?? "";
    this.isTransient = options.isTransient ?? false;
    instances.add(this);
  }

  /** Returns what JSON keeps: everything but the cause and the stack. */
  toJSON(): {
    name: string;
    code: UploadErrorCode;
    message: string;
    hint: string;
    isTransient: boolean;
  } {
    const { name, code, message, hint, isTransient } = this;
    return { name, code, message, hint, isTransient };
  }
}

/**
 * Sets the cause of an error. `structuredClone()` fails for a data property that
 * cannot be cloned, such as a function or a `Response`, but ignores an accessor.
 */
function setCause(error: UploadError, cause: unknown): void {
  const isCloneable = attempt(() => (structuredClone(cause), true), false);
  Object.defineProperty(error, "cause", {
    configurable: true,
    ...isCloneable ? { value: cause, writable: true } : { get: () => cause },
  });
}

/**
 * Whether a value is an `UploadError`. Never throws, as `instanceof` does for
 * some proxies.
 */
export function isUploadError(value: unknown): value is UploadError {
  return typeof value === "object" && value !== null && instances.has(value);
}

/** The message and the hint of an error in one text. */
export function describe({ message, hint }: UploadError): string {
  return hint === "" ? message : `${message}; ${hint}`;
}
