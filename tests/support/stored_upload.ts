/** How long a request waits for an earlier one that still sends to its upload, in ms. */
const PATIENCE_MS = 1_000;
/** How long it takes at most to notice that a client has left, in ms. */
const GRACE_MS = 50;

/** What became of a request that was still sending when another one came. */
export type EarlierRequest = "none" | "left" | "overlapped";

/** A request that sends bytes of an upload. */
export interface Sender {
  /** The bytes of its body that have arrived. */
  received(): number;
  /** Whether its client has left. */
  gone(): boolean;
  /** Drops its connection. */
  drop(): void;
}

/** The bytes of an upload as far as they came, in memory. */
export class StoredUpload {
  /** The path of the URL of the upload. */
  readonly path: string;
  /** The full size of the upload in bytes; undefined while it is unknown. */
  length: number | undefined;
  /** The bytes that a response has acknowledged, and that are still there. */
  acknowledged = 0;
  /** The offset that was last reported to the client. */
  told = 0;
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];
  #offset = 0;
  #sending: Sender & { readonly ended: Promise<boolean> } | undefined;

  constructor(path: string, length: number | undefined) {
    this.path = path;
    this.length = length;
  }

  /** How many bytes are stored. */
  get offset(): number {
    return this.#offset;
  }

  /** The bytes that are stored. */
  bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Blob(this.#chunks).bytes();
  }

  /** Stores more bytes. */
  append(chunk: Uint8Array<ArrayBuffer>): void {
    this.#chunks.push(chunk);
    this.#offset += chunk.byteLength;
  }

  /** Loses the bytes from an offset on, as a server does after a crash. */
  truncate(offset: number): void {
    while (this.#offset > offset) {
      const last = this.#chunks.pop() ?? new Uint8Array();
      this.#offset -= last.byteLength;
      if (this.#offset < offset) {
        this.append(last.slice(0, offset - this.#offset));
      }
    }
    this.acknowledged = Math.min(this.acknowledged, offset);
  }

  /** Records that a response has reported an offset to the client. */
  acknowledge(offset: number): void {
    this.acknowledged = Math.max(this.acknowledged, offset);
    this.told = offset;
  }

  /**
   * Lets other requests wait for one that sends bytes.
   *
   * @param run Settles with whether the body arrived in full.
   */
  async receive(sender: Sender, run: () => Promise<boolean>): Promise<void> {
    const sending = { ...sender, ended: run() };
    this.#sending = sending;
    await sending.ended;
    if (this.#sending === sending) this.#sending = undefined;
  }

  /**
   * Waits until no other request sends to this upload. One whose client has left ends by itself;
   * one that stalls is dropped, as its client may have left behind a proxy.
   *
   * @returns `"overlapped"` if the client of the other request was still sending.
   */
  async settle(): Promise<EarlierRequest> {
    const sending = this.#sending;
    if (sending === undefined) return "none";
    const before = sending.received();
    const timeout = Promise.withResolvers<"stalled">();
    const timer = setTimeout(() => timeout.resolve("stalled"), PATIENCE_MS);
    const outcome = await Promise.race([sending.ended, timeout.promise]);
    clearTimeout(timer);
    if (outcome !== "stalled") {
      if (!outcome) return "left";
      // A client that has left after its last byte is noticed a little later.
      await new Promise((resolve) => setTimeout(resolve, GRACE_MS));
      return sending.gone() ? "left" : "overlapped";
    }
    const alive = sending.received() > before;
    sending.drop();
    await sending.ended;
    return alive ? "overlapped" : "left";
  }
}
