import { Authority } from "./certificates.ts";
import { TempFolder } from "./files.ts";
import type { ServerProcess } from "./server_process.ts";

/** The versions of HTTP that a client offers. */
export type HttpVersion = "HTTP/1.1" | "HTTP/2";

/** An authority for a server on this machine, and a `fetch` that trusts it. */
export class TrustedTls implements Disposable {
  readonly #folder = new TempFolder();
  readonly #client: Deno.HttpClient;
  /** A server's certificate. */
  readonly identity;

  /** @param openssl The path of openssl. */
  constructor(openssl: string, version: HttpVersion) {
    const authority = new Authority(openssl, this.#folder.path);
    this.identity = authority.sign();
    this.#client = Deno.createHttpClient({
      caCerts: [authority.cert],
      http2: version === "HTTP/2",
      http1: version === "HTTP/1.1",
    });
  }

  /** The native `fetch`, which trusts the server. */
  readonly fetch: typeof fetch = (input, init) =>
    fetch(input, { ...init, client: this.#client });

  [Symbol.dispose](): void {
    this.#client.close();
    this.#folder[Symbol.dispose]();
  }
}

/** A server with the scheme of its URL. */
export function overTls(server: ServerProcess): ServerProcess {
  return { ...server, url: server.url.replace("http:", "https:") };
}
