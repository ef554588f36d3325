/**
 * The progress of an upload: what the server has acknowledged, and the parts
 * since then, one for each request.
 */
export class Progress {
  /** Bytes of the whole body; -1 if they are unknown. */
  bytesEstimated = -1;
  readonly #onMoved: () => void;
  #bytesStored = 0;
  #parts: Part[] = [];

  /** @param onMoved Called whenever bytes of the body were taken or stored. */
  constructor(onMoved: () => void) {
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
   * Starts a part. Parts that failed count until then, so that a failed upload
   * reports how far it came, and one that is sent again counts no byte twice.
   *
   * @param isCounted Whether its bytes are those of the source.
   */
  part(isCounted = true): Part {
    if (!isCounted) return new Part(() => {});
    const part = new Part(this.#onMoved);
    const kept = this.#parts.filter(({ state }) => state !== "failed");
    this.#parts = [...kept, part];
    return part;
  }

  /**
   * Starts from what the server has stored: the upload is attempted again.
   */
  restart(): void {
    this.#parts = [];
  }

  /**
   * Records how many bytes the server has stored in all. Those of the parts that
   * have ended are among them.
   */
  acknowledge(bytesStored: number): void {
    this.#store(bytesStored);
    this.#onMoved();
  }

  /** Records that the server has stored everything. */
  complete(): void {
    this.#store(
      this.bytesEstimated < 0 ? this.bytesTransferred : this.bytesEstimated,
    );
  }

  #store(bytesStored: number): void {
    this.#bytesStored = bytesStored;
    this.#parts = this.#parts.filter(({ state }) => state === "running");
  }
}

/** The progress of one request. */
export class Part {
  /** Bytes of its body that the transport has taken. */
  bytesTransferred = 0;
  /** Changes whenever bytes move, either way. */
  movements = 0;
  /** What has become of the request. */
  state: "running" | "failed" | "complete" = "running";
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
