import type { ByteCount } from "../body/body_options.ts";
import type { OutgoingBody } from "../body/outgoing_body.ts";
import { BUFFERED_BYTES, type Watched } from "./idle_timeout.ts";
import {
  type OriginTraffic,
  recordMovement,
  unwatchOrigin,
  watchOrigin,
} from "./origin_traffic.ts";
import type { Part } from "./progress.ts";

/** The slowest supported connection if no progress is visible: 128 kbit/s. */
const MIN_BYTES_PER_SECOND = 16_000;

/** The state of an exchange: its URL, body, response and traffic. */
export class ExchangeState implements Watched, ByteCount {
  /** The body that is being sent. */
  body: OutgoingBody | undefined;
  /** The response to the current request. */
  response: Response | undefined;
  readonly onIdle: () => void;
  readonly #part: Part;
  #url: URL;
  #traffic: OriginTraffic | undefined;
  #isObserved = false;
  /** When the first and the last bytes were taken. */
  #firstMs: number | undefined;
  #lastMs = 0;

  constructor(url: URL, part: Part, onIdle: () => void) {
    this.#url = url;
    this.#part = part;
    this.onIdle = onIdle;
  }

  /** The URL of the current request, which redirects change. */
  get url(): URL {
    return this.#url;
  }

  /**
   * Starts a request.
   *
   * @param isObserved Whether the transport reports the progress of a body that
   * it takes at once.
   */
  enter(url: URL, isObserved = false): void {
    if (url !== this.#url) this.#unwatch();
    this.#url = url;
    this.response = undefined;
    this.#isObserved = isObserved;
    this.#firstMs = undefined;
  }

  /** Ends the exchange. If it failed, its bytes count until the next one starts. */
  end(failed: boolean): void {
    this.#part.state = failed ? "failed" : "complete";
    this.#unwatch();
  }

  #unwatch(): void {
    if (this.#traffic !== undefined) unwatchOrigin(this.#traffic);
    this.#traffic = undefined;
  }

  taken(total: number): void {
    if (this.#isObserved) {
      this.#lastMs = performance.now();
      this.#firstMs ??= this.#lastMs;
    }
    recordMovement(this.#url);
    this.#part.taken(total);
  }

  touch(): void {
    recordMovement(this.#url);
    this.#part.touch();
  }

  get movements(): number {
    return this.#part.movements;
  }

  get trafficMovements(): number {
    return (this.#traffic ??= watchOrigin(this.#url)).movements;
  }

  get bytesTransferred(): number {
    return this.#part.bytesTransferred;
  }

  get hiddenSeconds(): number {
    const { body } = this;
    if (body === undefined || body.isStream) return 0;
    if (!this.#isObserved) return body.size / MIN_BYTES_PER_SECOND;
    // A browser that follows a redirect sends the body again unobserved, and the
    // last bytes drain from buffers. Both take about as long as the bytes so far.
    return this.#part.bytesTransferred === body.size
      ? (this.#lastMs - (this.#firstMs ?? this.#lastMs)) / 1000
      : 0;
  }

  get isWaiting(): boolean {
    // Transports fill their buffers before they have a connection or an HTTP/2
    // stream.
    return !this.hasResponse && this.#part.bytesTransferred <= BUFFERED_BYTES;
  }

  get isHeldUp(): boolean {
    const { passed = 0, size = 0 } = this.body ?? {};
    return passed > this.#part.bytesTransferred || passed === size;
  }

  get isPaced(): boolean {
    return this.body?.isStream === true && this.body.isPaced;
  }

  get hasResponse(): boolean {
    return this.response !== undefined;
  }
}
