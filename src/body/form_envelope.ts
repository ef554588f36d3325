import type { MultipartRequest } from "../request/multipart_validation.ts";
import type { OpenSource, SourceBytes } from "../source/source.ts";
import { type Bytes, concat } from "../streams/bytes.ts";

/**
 * What surrounds a file in a form: the bytes before and after it, and the type
 * of the form.
 */
export interface Envelope {
  readonly contentType: string;
  readonly head: Bytes;
  readonly tail: Bytes;
}

/**
 * Makes the envelope of a form, as browsers write it (WHATWG HTML §4.10.21.8).
 *
 * @param type The Content-Type of the file; null for none.
 */
export function makeEnvelope(
  { name, filename, fields }: MultipartRequest,
  type: string | null,
): Envelope {
  const boundary = makeBoundary();
  const startOf = (field: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; ` +
    `name="${escapeQuoted(unifyLineBreaks(field))}"`;
  const parts = fields.map(([field, value]) =>
    `${startOf(field)}\r\n\r\n${unifyLineBreaks(value)}\r\n`
  );
  const file = `${startOf(name)}; filename="${escapeQuoted(filename)}"\r\n`;
  const typeLine = type === null ? "" : `Content-Type: ${type}\r\n`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    head: concat([
      new TextEncoder().encode(parts.join("") + file),
      // One byte for each character, as in a header (WHATWG fetch, isomorphic
      // encode).
      Uint8Array.from(
        `${typeLine}\r\n`,
        (character) => character.charCodeAt(0),
      ),
    ]),
    // Some servers wait for the line break after the last boundary.
    tail: new TextEncoder().encode(`\r\n--${boundary}--\r\n`),
  };
}

/**
 * Makes a boundary of 128 random bits. Those of runtimes have fewer, and some
 * are predictable.
 */
function makeBoundary(): string {
  const random = crypto.getRandomValues(new Uint8Array(16));
  const digits = Array.from(
    random,
    (byte) => byte.toString(16).padStart(2, "0"),
  );
  return `----FormBoundary${digits.join("")}`;
}

function unifyLineBreaks(text: string): string {
  return text.replace(/\r\n?|\n/g, "\r\n");
}

function escapeQuoted(text: string): string {
  return text.replaceAll("\n", "%0A").replaceAll("\r", "%0D")
    .replaceAll('"', "%22");
}

/** Puts a form around a source. Its size is known if that of the source is. */
export function wrapInForm(source: OpenSource, form: Envelope): OpenSource {
  return {
    size: wrappedSize(source, form),
    reopens: source.reopens,
    open: (range) => {
      if (range !== undefined) {
        throw new TypeError("Cannot open a range of a form");
      }
      const bytes = source.open();
      return bytes instanceof Promise
        ? bytes.then((opened) => wrapBytes(opened, form))
        : wrapBytes(bytes, form);
    },
    close: (reason) => source.close(reason),
  };
}

/**
 * Puts a form around the bytes of a source. Not `concatReadableStreams`, which
 * cannot cancel a stream that it waits for.
 */
export function wrapBytes(
  bytes: SourceBytes,
  form: Envelope,
): SourceBytes {
  const { stream, inMemory, ownsChunks = false } = bytes;
  const { head, tail } = form;
  const reader = stream.getReader();
  return {
    size: wrappedSize(bytes, form),
    ownsChunks,
    ...(inMemory && { inMemory: new Blob([head, inMemory, tail]) }),
    stream: new ReadableStream<Bytes>({
      // A form may be sent again, so send copies.
      start: (controller) => controller.enqueue(head.slice()),
      async pull(controller) {
        const { done, value } = await reader.read();
        controller.enqueue(done ? tail.slice() : value);
        if (done) controller.close();
      },
      cancel: (reason) => reader.cancel(reason),
    }, { highWaterMark: 0 }),
  };
}

function wrappedSize(
  { size }: { readonly size: number },
  { head, tail }: Envelope,
): number {
  return size < 0 ? size : head.byteLength + size + tail.byteLength;
}
