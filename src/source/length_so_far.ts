import { UploadError } from "../errors/upload_error.ts";
import type { Bytes } from "../streams/bytes.ts";
import type { SourceBytes } from "./source.ts";

/**
 * How many bytes a source of unknown size has given. Opened again, it must not
 * give fewer: a server would store a body that is cut off.
 */
export class LengthSoFar {
  #bytes = 0;

  /** Bytes that end with an `UploadError` if they are fewer than before. */
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
    `Cannot read the source again: it ended after ${passed} bytes, and gave ${before} before`,
    { hint: "return the same bytes each time" },
  );
}
