/** The progress of an upload: the sum of its parts, one for each request. */
export class Progress {
  /** Bytes of the whole body; -1 if they are unknown. */
  bytesEstimated = -1;
  /** Bytes that the server has acknowledged. */
  bytesStored = 0;
  readonly #onMoved: () => void;
  #parts: Part[] = [];

  /** @param onMoved Called whenever bytes of the body were taken. */
  constructor(onMoved: () => void) {
    this.#onMoved = onMoved;
  }

  /** Bytes of the body that the transport has taken. */
  get bytesTransferred(): number {
    let sum = 0;
    for (const { bytesTransferred } of this.#parts) sum += bytesTransferred;
    return sum;
  }

  /**
   * Starts a part. Parts that failed count until then, so that a failed upload
   * reports how far it came, and one that is sent again counts no byte twice.
   */
  part(): Part {
    const part = new Part(this.#onMoved);
    this.#parts = [...this.#parts.filter(({ failed }) => !failed), part];
    return part;
  }

  /** Starts from 0: the upload begins again. */
  restart(): void {
    this.#parts = [];
  }
}

/** The progress of one request. */
export class Part {
  /** Bytes of its body that the transport has taken. */
  bytesTransferred = 0;
  /** Changes whenever bytes move, either way. */
  movements = 0;
  /** Whether the request has failed. */
  failed = false;
  readonly #onMoved: () => void;

  /** @param onMoved Called whenever bytes of the body were taken. */
  constructor(onMoved: () => void) {
    this.#onMoved = onMoved;
  }

  /**
   * Records how many bytes of the body were taken in all; fewer than before if
   * they are sent again.
   */
  taken(total: number): void {
    this.movements++;
    if (total === this.bytesTransferred && total > 0) return;
    this.bytesTransferred = total;
    this.#onMoved();
  }

  /**
   * Records another movement: the transport requested a first byte, or bytes of
   * the response arrived.
   */
  touch(): void {
    this.movements++;
  }
}
