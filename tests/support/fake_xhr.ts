import type { Xhr, XhrClass } from "../../src/transfer/xhr.ts";

const UNSENT = 0, OPENED = 1, HEADERS_RECEIVED = 2, LOADING = 3, DONE = 4;

/** An `XMLHttpRequest` as strict as the standard, whose network the test plays. */
export interface FakeXhr extends Xhr {
  /** What was called, in order. */
  readonly calls: readonly unknown[];
  /** Reports bytes of the body as sent. */
  uploaded(loaded: number): void;
  /** Begins the response. */
  respond(head: {
    readonly status: number;
    readonly url: string;
    readonly headers?: string;
  }): void;
  /** Reports bytes of the response as received. */
  received(loaded: number): void;
  /** Ends the response with its bytes. */
  finish(bytes: Uint8Array<ArrayBuffer>): void;
  /** Fails as without a network. */
  break(): void;
}

/** Makes a class whose instances are kept. */
export function fakeXhrs(): { Class: XhrClass; made: FakeXhr[] } {
  const made: FakeXhr[] = [];
  class Fake implements FakeXhr {
    readyState = UNSENT;
    status = 0;
    statusText = "";
    responseURL = "";
    responseType = "";
    withCredentials = false;
    onreadystatechange: Xhr["onreadystatechange"] = null;
    onprogress: Xhr["onprogress"] = null;
    onload: Xhr["onload"] = null;
    onerror: Xhr["onerror"] = null;
    onloadend: Xhr["onloadend"] = null;
    readonly upload: Xhr["upload"] = { onprogress: null };
    readonly calls: unknown[] = [];
    #headers = "";
    #isSent = false;
    #isUploadObserved = false;
    #response: ArrayBuffer | null = null;

    constructor() {
      made.push(this);
    }

    open(method: string, url: string): void {
      this.#assertState(UNSENT);
      this.calls.push([method, url]);
      this.#enter(OPENED);
    }

    setRequestHeader(name: string, value: string): void {
      this.#assertState(OPENED);
      if (this.#isSent) throw new DOMException("sent", "InvalidStateError");
      this.calls.push([name, value]);
    }

    send(body: Uint8Array<ArrayBuffer> | Blob): void {
      this.#assertState(OPENED);
      if (this.#isSent) throw new DOMException("sent", "InvalidStateError");
      this.#isSent = true;
      // Later listeners get no events of the upload.
      this.#isUploadObserved = this.upload.onprogress !== null;
      this.calls.push(body);
    }

    abort(): void {
      this.calls.push("abort");
      if (!this.#isSent || this.readyState === DONE) return;
      this.#end();
    }

    getAllResponseHeaders(): string {
      return this.#headers;
    }

    get response(): unknown {
      return this.readyState === DONE ? this.#response : null;
    }

    uploaded(loaded: number): void {
      this.#assertState(OPENED);
      if (this.#isUploadObserved) this.upload.onprogress?.({ loaded });
    }

    respond({ status, url, headers = "" }: Parameters<FakeXhr["respond"]>[0]) {
      this.#assertState(OPENED);
      Object.assign(this, { status, responseURL: url, statusText: "Text" });
      this.#headers = headers;
      this.#enter(HEADERS_RECEIVED);
    }

    received(loaded: number): void {
      this.#enter(LOADING);
      this.onprogress?.({ loaded });
    }

    finish({ buffer }: Uint8Array<ArrayBuffer>): void {
      this.#response = buffer;
      this.#enter(DONE);
      this.onload?.();
      this.onloadend?.();
    }

    break(): void {
      this.#end();
      this.onerror?.();
      this.onloadend?.();
    }

    #end(): void {
      Object.assign(this, { status: 0, responseURL: "", statusText: "" });
      this.#headers = "";
      this.#enter(DONE);
    }

    #enter(state: number): void {
      this.readyState = state;
      this.onreadystatechange?.();
    }

    #assertState(state: number): void {
      if (this.readyState === state) return;
      throw new DOMException(`${this.readyState}`, "InvalidStateError");
    }
  }
  return { Class: Fake, made };
}
