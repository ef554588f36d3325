import { Rate } from "../events/rate.ts";

/**
 * The progress of an upload: the bytes that the server has acknowledged, and the
 * parts since then, one per request.
 */
export class Progress {
  /** Bytes of the whole body; -1 if unknown. */
  bytesEstimated = -1;
  readonly #onMoved: (bytes: number) => void;
  #rate = new Rate();
  #bytesStored = 0;
  #parts: Part[] = [];
  /** When the first part started, and how many bytes were stored before. */
  #start: { readonly ms: number; readonly bytes: number } | undefined;

  /**
   * @param onMoved Called whenever bytes of the body were taken or stored, with
   * how many more the transport took.
   */
  constructor(onMoved: (bytes: number) => void) {
    this.#onMoved = onMoved;
  }

  /** Bytes of the body that the server has acknowledged. */
  get bytesStored(): number {
    return this.#bytesStored;
  }

  /** Bytes of the body that the transport has taken. */
  get bytesTransferred(): number {
    let sum = this.#bytesStored;
    for (const { bytesTransferred } of this.#parts) sum += bytesTransferred;
    return this.bytesEstimated < 0 ? sum : Math.min(sum, this.bytesEstimated);
  }

  /**
   * Starts a part. Failed parts count until the next part starts: a failed
   * upload reports how far it came, but no byte that is sent again counts twice.
   *
   * @param isCounted Whether its bytes are those of the source.
   */
  part(isCounted = true): Part {
    if (!isCounted) return new Part(() => {});
    this.#start ??= { ms: performance.now(), bytes: this.#bytesStored };
    const part: Part = new Part((bytes) => this.#moved(part, bytes));
    this.#drop("failed");
    this.#parts = [...this.#parts, part];
    return part;
  }

  /**
   * Bytes per second over the last few seconds; -1 if unknown. It falls while
   * nothing moves.
   */
  get bytesPerSecond(): number {
    return this.#rate.bytesPerSecond();
  }

  /** The time in seconds until all bytes are sent; -1 if unknown. */
  get secondsRemaining(): number {
    return this.bytesEstimated < 0
      ? -1
      : this.#rate.secondsFor(this.bytesEstimated - this.bytesTransferred);
  }

  /**
   * Bytes per second over the whole upload, without those that were stored
   * before; -1 if there were none.
   *
   * @param isComplete Whether all bytes have arrived, so that no buffer holds
   * any.
   */
  average(isComplete: boolean): number {
    if (this.#start === undefined) return -1;
    const elapsed = performance.now() - this.#start.ms;
    const bytes = this.bytesTransferred - this.#start.bytes -
      (isComplete ? 0 : this.#rate.bytesInBuffers());
    return bytes > 0 && elapsed > 0 ? Math.round(bytes / elapsed * 1000) : -1;
  }

  /**
   * Restarts from the stored bytes, because the upload is attempted again.
   */
  restart(): void {
    this.#parts = [];
    this.#rate = new Rate();
  }

  /**
   * Records the total number of bytes that the server has stored. It includes
   * those of the parts that have ended.
   */
  acknowledge(bytesStored: number): void {
    this.#store(bytesStored);
    this.#onMoved(0);
  }

  /** Records that the server has stored everything. */
  complete(): void {
    this.#store(
      this.bytesEstimated < 0 ? this.bytesTransferred : this.bytesEstimated,
    );
  }

  /** @param bytes How many more were taken; below 0 if a part restarts. */
  #moved(part: Part, bytes: number): void {
    if (bytes > 0) this.#rate.took(bytes);
    if (bytes < 0) {
      this.#restartRate(this.#parts.filter((other) => other !== part));
    }
    this.#onMoved(Math.max(bytes, 0));
  }

  /**
   * Restarts the rate, because the buffers of a new connection are empty. While
   * other parts run, their buffers matter more, so it is kept.
   */
  #restartRate(others: readonly Part[]): void {
    if (others.some(({ state }) => state === "running")) return;
    this.#rate = new Rate();
  }

  #store(bytesStored: number): void {
    this.#bytesStored = bytesStored;
    this.#drop("failed", "complete");
  }

  /** Drops the parts in some states. Failed ones are sent again. */
  #drop(...states: readonly Part["state"][]): void {
    const kept = this.#parts.filter(({ state }) => !states.includes(state));
    if (this.#parts.some(({ state }) => state === "failed")) {
      this.#restartRate(kept);
    }
    this.#parts = kept;
  }
}

/** The progress of one request. */
export class Part {
  /** Bytes of its body that the transport has taken. */
  bytesTransferred = 0;
  /** The state of the request. */
  state: "running" | "failed" | "complete" = "running";
  readonly #onMoved: (bytes: number) => void;

  /**
   * @param onMoved Called whenever bytes of the body were taken, with the
   * difference to before.
   */
  constructor(onMoved: (bytes: number) => void) {
    this.#onMoved = onMoved;
  }

  /**
   * Records the total number of bytes of the body that were taken; fewer than
   * before if they are sent again.
   */
  taken(total: number): void {
    const bytes = total - this.bytesTransferred;
    if (bytes === 0 && total > 0) return;
    this.bytesTransferred = total;
    this.#onMoved(bytes);
  }
}
