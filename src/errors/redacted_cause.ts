import { attempt, isInstance, property } from "./attempt.ts";
import { excerpt } from "./excerpt.ts";
import { kindOf } from "./kind_of.ts";
import { withoutSecrets } from "./redact.ts";

/** The maximum length of a text in characters. */
const MAX_CHARACTERS = 16 * 1024;
/** The maximum depth of causes and properties. */
const MAX_DEPTH = 6;
/** The maximum number of values. */
const MAX_VALUES = 500;

/** Properties of an error that are printed but not enumerable. */
const ERROR_PROPERTIES = ["name", "message", "stack", "cause", "errors"];
/** Properties of a request or a response that are printed. */
const REQUEST_PROPERTIES = ["url", "headers"];

/** Error classes without private state: a copy can have their prototype. */
const ERROR_CLASSES = [
  AggregateError,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
];

/**
 * Makes a thrown value safe to print as the cause of an error. Runtimes show
 * URLs in messages, stacks and properties, and a presigned URL is a secret. A
 * value without secrets is returned as is, any other as a copy without them.
 *
 * @param url A URL whose query is also removed where it appears alone.
 * @param secretPath A path that is a secret; empty if none is.
 */
export function toCause(
  thrown: unknown,
  url?: URL,
  secretPath = "",
): unknown {
  const redaction = new Redaction(url, secretPath);
  return redaction.shows(thrown) ? redaction.copy(thrown) : thrown;
}

class Redaction {
  readonly #url: URL | undefined;
  readonly #secretPath: string;
  readonly #seen = new Set<unknown>();
  readonly #copies = new Map<unknown, unknown>();

  constructor(url: URL | undefined, secretPath: string) {
    this.#url = url;
    this.#secretPath = secretPath;
  }

  /** Whether a value shows a secret somewhere. */
  shows(given: unknown, name = "", depth = 0): boolean {
    const value = toData(given);
    if (typeof value === "string") return this.#redact(value, name) !== value;
    if (!hasProperties(value)) return false;
    // Runtimes print a chain of causes to its end, so copy it and cut the copy.
    if (depth > MAX_DEPTH) return isInstance(value, Error);
    if (this.#seen.has(value) || this.#seen.size >= MAX_VALUES) return false;
    this.#seen.add(value);
    return namesOf(value).some((name) =>
      this.shows(name) ||
      this.shows(property(value, name), labelOf(value, name), depth + 1)
    );
  }

  /** Copies a value without its secrets, and without functions. */
  copy(given: unknown, name = "", depth = 0): unknown {
    const value = toData(given);
    if (typeof value === "string") return this.#redact(value, name);
    if (typeof value === "function") return undefined;
    if (typeof value !== "object" || value === null) return value;
    if (!hasProperties(value) || depth > MAX_DEPTH) return kindOf(value);
    if (this.#copies.has(value)) return this.#copies.get(value);
    if (this.#copies.size >= MAX_VALUES) return kindOf(value);
    const copy = emptyCopyOf(value);
    if (copy === undefined) return kindOf(value);
    this.#copies.set(value, copy);
    for (const name of namesOf(value)) {
      const original = property(value, name);
      if (original === undefined) continue;
      Object.defineProperty(copy, this.#redact(name, ""), {
        value: this.copy(original, labelOf(value, name), depth + 1),
        enumerable: !isInstance(copy, Error) ||
          !ERROR_PROPERTIES.includes(name),
        configurable: true,
        writable: true,
      });
    }
    return copy;
  }

  /**
   * A text without secrets. The name of its property matters: `authorization`
   * has a secret value.
   */
  #redact(text: string, name: string): string {
    const kept = text.length > MAX_CHARACTERS ? excerpt(text) : text;
    const field = `${name}: `;
    return withoutSecrets(field + kept, this.#url, this.#secretPath)
      .slice(field.length);
  }
}

/** Converts instances of platform classes whose data is not in properties. */
function toData(value: unknown): unknown {
  if (isInstance(value, URL)) return value.href;
  if (isInstance(value, URLSearchParams)) return `?${value}`;
  const isTable = isInstance(value, Headers) || isInstance(value, Map);
  return isTable ? attempt(() => Object.fromEntries(value), value) : value;
}

/**
 * The label of a property: its name, or the string before it in an array, as in
 * raw headers.
 */
function labelOf(value: object, name: string): string {
  const before = attempt(() => Array.isArray(value), false)
    ? property(value, `${Number(name) - 1}`)
    : undefined;
  return typeof before === "string" ? before : name;
}

/** Whether a value has properties to read. Bytes would have one per byte. */
function hasProperties(value: unknown): value is object {
  return typeof value === "object" && value !== null &&
    !ArrayBuffer.isView(value);
}

function namesOf(value: object): string[] {
  const names = attempt(() => Object.keys(value), []).slice(0, MAX_VALUES);
  const more = isInstance(value, Error) ? ERROR_PROPERTIES : REQUEST_PROPERTIES;
  return [...names, ...more.filter((name) => !names.includes(name))];
}

/**
 * An error, an array or a record to copy properties to; undefined for an
 * instance of any other class.
 */
function emptyCopyOf(value: object): object | undefined {
  const prototype = attempt(() => Object.getPrototypeOf(value), undefined);
  if (isInstance(value, Error)) {
    const copy = new Error();
    const Known = ERROR_CLASSES.find((Class) => Class.prototype === prototype);
    return Object.setPrototypeOf(copy, (Known ?? Error).prototype);
  }
  if (attempt(() => Array.isArray(value), false)) return [];
  return prototype === null || prototype === Object.prototype ? {} : undefined;
}
