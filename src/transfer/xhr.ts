import type { ByteCount } from "../body/body_options.ts";
import type { BufferedBody } from "../body/outgoing_body.ts";
import { property } from "../errors/attempt.ts";
import type { Bytes } from "../streams/bytes.ts";
import { tooLarge } from "./read_response.ts";
import type { Hop } from "./redirect.ts";

/** The properties of an `XMLHttpRequest` that are used (WHATWG XHR). */
export interface Xhr {
  readonly readyState: number;
  readonly status: number;
  readonly statusText: string;
  readonly responseURL: string;
  readonly response: unknown;
  readonly upload: { onprogress: ((event: Loaded) => void) | null };
  responseType: string;
  withCredentials: boolean;
  onreadystatechange: (() => void) | null;
  onprogress: ((event: Loaded) => void) | null;
  onload: (() => void) | null;
  onerror: (() => void) | null;
  onloadend: (() => void) | null;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  getAllResponseHeaders(): string;
  send(body: Bytes | Blob): void;
  abort(): void;
}

/** The class of {@linkcode Xhr}. */
export type XhrClass = new () => Xhr;

/** A request for an `XMLHttpRequest`. */
export interface ChosenXhr {
  readonly Class: XhrClass;
  readonly body: BufferedBody;
}

/** The property of a `ProgressEvent` that is used. */
interface Loaded {
  /** Bytes so far. */
  readonly loaded: number;
}

/** Options of {@linkcode sendByXhr}. */
interface SendByXhrOptions {
  /** Aborts the request, and the response while it is read. */
  readonly signal: AbortSignal;
  /** Counts the bytes of the body. */
  readonly count: ByteCount;
  readonly maxResponseBytes: number;
}

const HEADERS_RECEIVED = 2;

/** The `XMLHttpRequest` of this runtime, if it has one. */
export function xhrOfRuntime(): XhrClass | undefined {
  const Class = property(globalThis, "XMLHttpRequest");
  return isXhrClass(Class) ? Class : undefined;
}

/**
 * Sends a request with `XMLHttpRequest`, which reports how much of a body it has
 * sent. Redirects are followed. The response begins when its headers arrive, but
 * all of its bytes come at its end.
 */
export function sendByXhr(
  { Class, body }: ChosenXhr,
  { url, method, headers, credentials }: Hop,
  { signal, count, maxResponseBytes }: SendByXhrOptions,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const xhr = new Class();
    let content: ReadableStreamDefaultController<Bytes> | undefined;
    const fail = (error: unknown) =>
      content === undefined ? reject(error) : content.error(error);
    const abort = () => {
      fail(signal.reason);
      xhr.abort();
    };
    xhr.open(method, url.href);
    xhr.responseType = "arraybuffer";
    xhr.withCredentials = credentials === "include";
    for (const [name, value] of Object.entries(headers)) {
      xhr.setRequestHeader(name, value);
    }
    xhr.upload.onprogress = ({ loaded }) => count.taken(loaded);
    xhr.onreadystatechange = () => {
      if (xhr.readyState !== HEADERS_RECEIVED || xhr.status === 0) return;
      const stream = new ReadableStream<Bytes>({
        start: (controller) => {
          content = controller;
        },
        cancel: () => xhr.abort(),
      });
      resolve(toResponse(xhr, url, stream));
    };
    xhr.onprogress = ({ loaded }) => {
      count.touch();
      if (loaded <= maxResponseBytes) return;
      fail(tooLarge(maxResponseBytes, xhr));
      xhr.abort();
    };
    xhr.onerror = () => {
      const isCut = content !== undefined;
      // Chromium's `fetch` says the same of a response that is cut off.
      fail(new TypeError(isCut ? "network error" : "XMLHttpRequest failed"));
    };
    xhr.onload = () => {
      // Firefox loads status 0 if the server closes without a response.
      if (content === undefined) return xhr.onerror?.();
      const { response } = xhr;
      if (response instanceof ArrayBuffer) {
        content.enqueue(new Uint8Array(response));
      }
      content.close();
    };
    xhr.onloadend = () => signal.removeEventListener("abort", abort);
    xhr.send(body.body);
    signal.addEventListener("abort", abort);
  });
}

/** A `Response` with the properties that its constructor does not take. */
function toResponse(
  xhr: Xhr,
  { href }: URL,
  stream: ReadableStream<Bytes>,
): Response {
  const { status, statusText, responseURL: url } = xhr;
  const [requested] = href.split("#");
  const properties = {
    status,
    statusText,
    url,
    ok: status >= 200 && status < 300,
    redirected: url !== requested,
  };
  return Object.defineProperties(
    new Response(stream, { headers: headersOf(xhr) }),
    Object.getOwnPropertyDescriptors(properties),
  );
}

function headersOf(xhr: Xhr): Headers {
  const headers = new Headers();
  for (const line of xhr.getAllResponseHeaders().split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1));
  }
  return headers;
}

function isXhrClass(value: unknown): value is XhrClass {
  return typeof value === "function";
}
