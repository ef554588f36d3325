import type { RawConnection } from "../support/raw_server.ts";
import type { ResumableServer } from "../support/resumable_server.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import type { StoredUpload } from "../support/stored_upload.ts";
import { TusServer } from "../support/tus/tus_server.ts";
import { sha256Of, type Stored } from "./protocol.ts";

/** The bytes of each upload after which its first append is cut off. */
const CUT_AFTER = 100_000;

type Server = ResumableServer<StoredUpload & { readonly isComplete: boolean }>;

/** Strict servers for resumable uploads, which every runtime reaches by the address of the suite. */
export class ResumableServers implements AsyncDisposable {
  readonly #tus = new TusServer();
  readonly #rufh = new RufhServer();

  /** Starts them. */
  async listen(): Promise<this> {
    for (const server of [this.#tus, this.#rufh]) {
      await server.listen();
      const cut = new Set<string>();
      server.hooks.keep = ({ method, path }) => {
        if (method !== "PATCH" || cut.has(path)) return undefined;
        cut.add(path);
        return CUT_AFTER;
      };
    }
    return this;
  }

  /** The server for a path; undefined if neither has it. */
  serverOf(path: string): Server | undefined {
    if (path === "/files" || path.startsWith("/files/")) return this.#tus;
    return /^\/(?:target|uploads)\//.test(path) ? this.#rufh : undefined;
  }

  /** What became of the last upload to a server. */
  async lastOf(name: string): Promise<Stored> {
    const server: Server = name === "tus" ? this.#tus : this.#rufh;
    const last = [...server.uploads.values()].at(-1);
    if (last === undefined) throw new Error("Cannot report an upload: none");
    const requests = server.requests.filter(({ path }) => path === last.path);
    return {
      isComplete: last.isComplete,
      sha256: await sha256Of(await last.bytes()),
      requests: requests.map(({ method }) => method),
      repeatedBytes: server.repeatedBytes,
      violations: server.violations,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tus[Symbol.asyncDispose]();
    await this.#rufh[Symbol.asyncDispose]();
  }
}

/** Passes a request on to a server, and its response back; the connection is then used no more. */
export async function passOn(
  connection: RawConnection,
  head: string,
  { url }: { readonly url: string },
): Promise<void> {
  const { hostname, port } = new URL(url);
  using server = await Deno.connect({ hostname, port: Number(port) });
  const response = (async () => {
    for await (const chunk of server.readable.values({ preventCancel: true })) {
      const text = Array.from(chunk, (byte) => String.fromCharCode(byte));
      if (!await connection.write(text.join(""))) return;
    }
  })();
  const closing = head.replace(/^connection:.*\r\n/gim, "")
    .replace(/\r\n\r\n$/, "\r\nConnection: close\r\n\r\n");
  let chunk: Uint8Array<ArrayBuffer> | undefined = Uint8Array.from(
    closing,
    (character) => character.charCodeAt(0),
  );
  const request = (async () => {
    try {
      while (chunk !== undefined) {
        for (let at = 0; at < chunk.byteLength;) {
          at += await server.write(chunk.subarray(at));
        }
        chunk = await connection.read();
      }
    } catch {
      // The server has closed the connection.
    }
  })();
  await response.catch(() => {});
  connection.close();
  await request;
}
