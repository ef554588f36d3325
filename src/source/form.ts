import { toHex } from "../streams/hex.ts";
import type { SingleSource, SourceDescription } from "./source.ts";

/** A part of a form before it is opened. */
export interface FormPart {
  readonly name: string;
  /** Undefined for a part that is not a file. */
  readonly filename?: string | undefined;
  /** Null to send none; undefined for that of the filename. */
  readonly contentType: string | null | undefined;
  /** The text, or the source of the bytes. */
  readonly value: string | SourceDescription;
}

/** A form to send (RFC 7578). */
export class Form {
  /** In the order in which they are sent. */
  readonly parts: readonly FormPart[];
  readonly boundary = makeBoundary();

  constructor(parts: readonly FormPart[]) {
    this.parts = parts;
  }

  /** The Content-Type of the form, with its boundary. */
  get contentType(): string {
    return `multipart/form-data; boundary=${this.boundary}`;
  }

  /** The sources of the parts that have one. */
  get sources(): SingleSource[] {
    return this.parts.flatMap(({ value }) =>
      typeof value === "string" ? [] : [value.source]
    );
  }
}

/**
 * Makes a boundary of 128 random bits. Runtimes use fewer bits, some of them
 * predictable ones.
 */
function makeBoundary(): string {
  const random = crypto.getRandomValues(new Uint8Array(16));
  return `----FormBoundary${toHex(random)}`;
}
