import type { FetchLike, UploadOptions } from "@network/upload";

/** Uploads of a byte each to paths that are their indexes; `taken` counts them. */
export class Many {
  /** How many were taken. */
  taken = 0;
  /** Whether the iterator was closed, or has come to its end. */
  isClosed = false;
  readonly #options: Partial<UploadOptions>;
  readonly #count: number;

  constructor(
    count: number,
    fetch: FetchLike,
    options: Partial<UploadOptions> = {},
  ) {
    this.#count = count;
    this.#options = { fetch, ...options };
  }

  *[Symbol.iterator](): Generator<UploadOptions> {
    try {
      while (this.taken < this.#count) {
        yield this.options(this.taken++);
      }
    } finally {
      this.isClosed = true;
    }
  }

  /** The options of one of them. */
  options(index: number): UploadOptions {
    const url = `http://127.0.0.1/${index}`;
    return { url, source: new Uint8Array(1), ...this.#options };
  }
}

/** A `fetch` that answers at once, to a path `N` with what a function makes of it. */
export function answering(
  statusOf: (index: number) => number = () => 200,
): FetchLike {
  return async ({ pathname }, { body }) => {
    await new Response(body ?? null).bytes();
    const status = statusOf(Number(pathname.slice(1)));
    return new Response(null, { status });
  };
}
