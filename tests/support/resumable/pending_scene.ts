import type { UploadOptions } from "@network/upload";
import {
  type PendingEvent,
  type PendingRunOptions,
  PendingUploads,
} from "@network/upload/pending";
import { MemoryStore, type UploadStore } from "@network/upload/resumable";

/** A server that pending uploads go to; its answer is that of a function. */
export class PendingScene implements AsyncDisposable {
  /** The bodies that have arrived, in their order. */
  readonly bodies: string[] = [];
  /** How many requests have been there at once, at most. */
  maxParallel = 0;
  /** The answer to a request. */
  answer: (body: string) => Response | Promise<Response> = () => new Response();
  readonly store: UploadStore;
  readonly pending: PendingUploads;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  #parallel = 0;

  constructor(store: UploadStore = new MemoryStore()) {
    this.store = store;
    this.pending = new PendingUploads(store);
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request) => this.#respond(request),
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/`;
  }

  /** Saves an upload of a text. */
  save(text: string, options: Partial<UploadOptions> = {}): Promise<string> {
    const source = new Blob([text]);
    return this.pending.save({ url: this.url, source, ...options });
  }

  /** Runs what is there, and returns what came of each. */
  async run(options?: PendingRunOptions): Promise<[string, string][]> {
    const ends: [string, string][] = [];
    for await (const event of this.pending.run(options)) {
      if (event.phase === "ended") ends.push([event.id, outcomeOf(event)]);
    }
    return ends;
  }

  /** The ids of what is there. */
  async ids(): Promise<string[]> {
    const uploads = await Array.fromAsync(this.pending.list());
    return uploads.map(({ id }) => id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  async #respond(request: Request): Promise<Response> {
    this.maxParallel = Math.max(this.maxParallel, ++this.#parallel);
    try {
      const body = await request.text();
      this.bodies.push(body);
      return await this.answer(body);
    } finally {
      this.#parallel--;
    }
  }
}

function outcomeOf(event: PendingEvent & { phase: "ended" }): string {
  return event.isError ? event.error.code : `${event.status}`;
}
