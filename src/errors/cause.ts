import { isInstance, property } from "./attempt.ts";
import { excerpt, MAX_TEXT } from "./excerpt.ts";

/** The maximum number of errors: chains of causes may be long, or circular. */
const MAX_ERRORS = 8;

/**
 * A reason to cancel streams with. Deno reads the prototype and the message of
 * each reason. A reason that throws there would end the program, or prevent a
 * body from ending.
 */
export function toStreamReason(reason: unknown): unknown {
  try {
    const object = Object(reason);
    Object.getPrototypeOf(object);
    String(object.message);
    return reason;
  } catch {
    return new DOMException("aborted", "AbortError");
  }
}

/**
 * A thrown value, the errors that it aggregates and their causes, outermost
 * first.
 */
export function chainOf(thrown: unknown): unknown[] {
  const chain = [thrown];
  for (let at = 0; at < chain.length; at++) {
    for (const inner of innerOf(chain[at])) {
      if (chain.length < MAX_ERRORS && !chain.includes(inner)) {
        chain.push(inner);
      }
    }
  }
  return chain;
}

/** The cause of an error, and the first errors of an `AggregateError`. */
function innerOf(thrown: unknown): unknown[] {
  const errors = property(thrown, "errors");
  const gathered = typeof errors === "object"
    ? Array.from({ length: MAX_ERRORS }, (_, at) => property(errors, `${at}`))
    : [];
  return [property(thrown, "cause"), ...gathered]
    .filter((inner) => inner !== undefined && inner !== null);
}

/**
 * The message of a thrown value, followed by those of its causes. Never throws,
 * and is never longer than an excerpt.
 */
export function messageOf(thrown: unknown): string {
  return excerpt(
    join(chainOf(thrown).map((error) => excerpt(ownMessageOf(error).trim()))),
  );
}

/**
 * The messages of an error and its causes, to be searched but never shown. The
 * reason comes last, so a long text keeps both ends.
 */
export function searchableOf(thrown: unknown): string {
  return bothEnds(
    join(chainOf(thrown).map((error) => bothEnds(ownMessageOf(error)))),
  );
}

function bothEnds(text: string): string {
  return text.length <= MAX_TEXT
    ? text
    : `${text.slice(0, MAX_TEXT / 2)} ${text.slice(-MAX_TEXT / 2)}`;
}

/** Joins messages, without those that an outer one repeats. */
function join(messages: readonly string[]): string {
  return messages.reduce((outer, inner) =>
    outer.includes(inner) ? outer : `${outer}: ${inner}`
  );
}

/** The message of one thrown value. Properties may have any type. */
function ownMessageOf(thrown: unknown): string {
  if (typeof thrown === "function") return "a function was thrown";
  if (typeof thrown !== "object") return String(thrown);
  const message = property(thrown, "message");
  if (typeof message === "string" && message !== "") return message;
  if (!isInstance(thrown, Error)) {
    return "an object that is not an Error was thrown";
  }
  const isText = message !== "" && message !== undefined &&
    typeof message !== "object" && typeof message !== "function";
  return isText ? String(message) : systemCodeOf(thrown) || "Error";
}

/**
 * The system's error code (`ENOENT`), or the name of the error class if there
 * is none.
 */
export function systemCodeOf(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null) return "";
  const code = property(thrown, "code");
  if (typeof code === "string") return code;
  const name = property(thrown, "name");
  return isInstance(thrown, Error) && typeof name === "string" ? name : "";
}
