import type { OpenUpload } from "../request/protocol.ts";
import type { Chunk, Chunks } from "./chunk.ts";
import { chunksOf } from "./chunks_of.ts";
import type { ChunkOptions } from "./range_chunks.ts";
import { appendSizeWithin } from "./rufh_limits.ts";
import type { RufhSettings } from "./rufh_settings.ts";
import type { RufhState } from "./rufh_state.ts";

/** The size of an append of a stream if only the server limits it. */
const STREAM_CHUNK = 8 * 1024 * 1024;

/** The chunks of a source in the sizes that the server allows at the time. */
export class RufhChunks implements Chunks {
  readonly #upload: OpenUpload;
  readonly #settings: Pick<RufhSettings, "chunkSize" | "digest">;
  readonly #state: RufhState;
  #chunks: Chunks | undefined;

  constructor(
    upload: OpenUpload,
    settings: Pick<RufhSettings, "chunkSize" | "digest">,
    state: RufhState,
  ) {
    this.#upload = upload;
    this.#settings = settings;
    this.#state = state;
  }

  get total(): number | undefined {
    const { size } = this.#upload.source;
    return size < 0 ? this.#chunks?.total : size;
  }

  reaches(offset: number): boolean {
    return this.#chunks?.reaches(offset) ??
      (this.#upload.source.reopens || offset === 0);
  }

  at(offset: number): Chunk | Promise<Chunk> {
    this.#chunks ??= this.#open();
    return this.#chunks.at(offset);
  }

  #open(): Chunks {
    const size = () => this.#size();
    const minSize = () => this.#state.limits.minAppendSize;
    const options: ChunkOptions = {
      get chunkSize() {
        return size();
      },
      get minSize() {
        return minSize();
      },
      inMemory: this.#settings.digest !== undefined,
      signal: this.#upload.signal,
    };
    return chunksOf(this.#upload.source, undefined, options);
  }

  /** The size of an append. A part of a stream is in memory. */
  #size(): number {
    const { limits, maxAccepted } = this.#state;
    const { source } = this.#upload;
    const wanted = Math.min(this.#settings.chunkSize, maxAccepted);
    const size = appendSizeWithin(limits, wanted);
    const isInMemory = !source.reopens || source.size < 0;
    return isInMemory && size < Infinity && wanted === Infinity
      ? appendSizeWithin(limits, STREAM_CHUNK)
      : size;
  }
}
