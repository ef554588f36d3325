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
  readonly #part: Part;
  #url: URL;
  #traffic: OriginTraffic | undefined;
  /** The movements to and from the origin at the last check. */
  #trafficMovements: number | undefined;
  #hasMoved = false;
  #isObserved = false;
  /** When the first and the last bytes were taken. */
  #firstMs: number | undefined;
  #lastMs = 0;

  constructor(url: URL, part: Part) {
    this.#url = url;
    this.#part = part;
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
    this.touch();
    this.#part.taken(total);
  }

  touch(): void {
    this.#hasMoved = true;
    recordMovement(this.#url);
  }

  hasMoved(): boolean {
    const { movements } = this.#traffic ??= watchOrigin(this.#url);
    const hasTraffic = movements !== (this.#trafficMovements ?? movements);
    const hasMoved = this.#hasMoved || this.#isPaced ||
      this.#isWaiting && hasTraffic;
    this.#trafficMovements = movements;
    this.#hasMoved = false;
    return hasMoved;
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

  /**
   * Whether the transport may not have sent a first byte yet, such as when all
   * connections are in use. It fills its buffers before it has a connection or
   * an HTTP/2 stream. Until then, traffic of other uploads to the same origin
   * counts too.
   */
  get #isWaiting(): boolean {
    return !this.hasResponse && this.#part.bytesTransferred <= BUFFERED_BYTES;
  }

  get isHeldUp(): boolean {
    const { passed = 0, size = 0 } = this.body ?? {};
    return passed > this.#part.bytesTransferred || passed === size;
  }

  /** Whether the next bytes wait because the rate is limited. */
  get #isPaced(): boolean {
    return this.body?.isStream === true && this.body.isPaced;
  }

  get hasResponse(): boolean {
    return this.response !== undefined;
  }
}
