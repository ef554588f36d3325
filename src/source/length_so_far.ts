import { UploadError } from "../errors/upload_error.ts";
import type { Bytes } from "../streams/bytes.ts";
import type { SourceBytes } from "./source.ts";

/**
 * The number of bytes that a source of unknown size has yielded. A server would
 * store an incomplete body, so it must not yield fewer when it is opened again.
 */
export class LengthSoFar {
  #bytes = 0;

  /** Adds a check to bytes: fewer than before end with an `UploadError`. */
  keep(bytes: SourceBytes): SourceBytes {
    if (bytes.size >= 0) return bytes;
    let passed = 0;
    const counted = new TransformStream<Bytes, Bytes>({
      transform: (chunk, controller) => {
        passed += chunk.byteLength;
        this.#bytes = Math.max(this.#bytes, passed);
        controller.enqueue(chunk);
      },
      flush: () => {
        if (passed < this.#bytes) throw tooFew(passed, this.#bytes);
      },
    });
    return { ...bytes, stream: bytes.stream.pipeThrough(counted) };
  }
}

function tooFew(passed: number, before: number): UploadError {
  return new UploadError(
    "source",
    `Cannot read the source again: it ended after ${passed} bytes, but had ${before} before`,
    { hint: "return the same bytes each time" },
  );
}
