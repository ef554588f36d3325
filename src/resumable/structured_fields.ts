/** A bare item that these fields use; undefined for one of another type. */
type BareItem = number | boolean | undefined;

const KEY = /[a-z*][a-z0-9_.*-]*/y;
const INTEGER = /-?\d{1,15}(?![\d.])/y;
const BOOLEAN = /\?[01]/y;
/** Decimals, strings, tokens, byte sequences, dates and display strings. */
const OTHER_ITEM =
  /-?\d{1,12}\.\d{1,3}|%?"(?:[^"\\]|\\["\\])*"|[A-Za-z*][\w!#$%&'*+.^`|~:/-]*|:[A-Za-z0-9+/=]*:|@-?\d{1,15}/y;
const SPACES = / */y;
const COMMA = /[ \t]*,[ \t]*/y;

/**
 * The value of an Integer Item that is not negative; undefined if the field is
 * missing or malformed, and so is ignored (RFC 9651 §3.3.1).
 */
export function integerItem(field: string | null): number | undefined {
  const value = parseItem(field);
  return typeof value === "number" && value >= 0 ? value : undefined;
}

/** The value of a Boolean Item (RFC 9651 §3.3.6), likewise. */
export function booleanItem(field: string | null): boolean | undefined {
  const value = parseItem(field);
  return typeof value === "boolean" ? value : undefined;
}

/**
 * The members of a Dictionary (RFC 9651 §3.2), without their parameters;
 * undefined if it is malformed. A member of another type than an Integer or a
 * Boolean is undefined.
 */
export function dictionary(
  field: string,
): ReadonlyMap<string, BareItem> | undefined {
  const parser = new Parser(field);
  return parser.whole(() => parser.members());
}

function parseItem(field: string | null): BareItem {
  const parser = new Parser(field ?? "");
  return parser.whole(() => parser.item());
}

/** Ends the parsing of a field that is malformed. */
const MALFORMED = new SyntaxError("malformed structured field");

/** Reads a field from left to right (RFC 9651 §4.2). */
class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** What a whole field is parsed to; undefined if it is malformed. */
  whole<Value>(parse: () => Value): Value | undefined {
    try {
      this.#take(SPACES);
      const value = parse();
      this.#take(SPACES);
      return this.#isEnd ? value : undefined;
    } catch (thrown) {
      if (thrown === MALFORMED) return undefined;
      throw thrown;
    }
  }

  members(): ReadonlyMap<string, BareItem> {
    const members = new Map<string, BareItem>();
    if (this.#isEnd) return members;
    do {
      const key = this.#need(KEY);
      members.set(key, this.#has("=") ? this.#member() : this.#flag());
    } while (this.#take(COMMA) !== undefined);
    return members;
  }

  /** An item, whose parameters are left out. */
  item(): BareItem {
    const value = this.#bareItem();
    this.#parameters();
    return value;
  }

  get #isEnd(): boolean {
    return this.#at === this.#text.length;
  }

  /** A key without a value is true. */
  #flag(): true {
    this.#parameters();
    return true;
  }

  #member(): BareItem {
    if (!this.#has("(")) return this.item();
    this.#take(SPACES);
    while (!this.#has(")")) {
      this.item();
      if (this.#take(SPACES) === "" && this.#text[this.#at] !== ")") {
        throw MALFORMED;
      }
    }
    this.#parameters();
    return undefined;
  }

  #bareItem(): BareItem {
    const integer = this.#take(INTEGER);
    if (integer !== undefined) return Number(integer);
    const boolean = this.#take(BOOLEAN);
    if (boolean !== undefined) return boolean === "?1";
    this.#need(OTHER_ITEM);
    return undefined;
  }

  #parameters(): void {
    while (this.#has(";")) {
      this.#take(SPACES);
      this.#need(KEY);
      if (this.#has("=")) this.#bareItem();
    }
  }

  #has(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #need(pattern: RegExp): string {
    const taken = this.#take(pattern);
    if (taken === undefined) throw MALFORMED;
    return taken;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [taken] = pattern.exec(this.#text) ?? [];
    if (taken !== undefined) this.#at += taken.length;
    return taken;
  }
}
