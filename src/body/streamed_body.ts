import { toStreamReason } from "../errors/cause.ts";
import { toSourceError } from "../errors/source_error.ts";
import { isUploadError, UploadError } from "../errors/upload_error.ts";
import type { SourceBytes } from "../source/source.ts";
import { ByteCounterStream } from "../streams/byte_counter_stream.ts";
import { type Bytes, free } from "../streams/bytes.ts";
import { type StreamBody, streamBody } from "./framing.ts";

/** What a streamed body works with. */
export interface BodyOptions {
  /** Stops it. */
  readonly signal: AbortSignal;
  /** Counts its bytes. */
  readonly count: ByteCount;
  /** Opens the bytes again, for a transport that sends them again by itself. */
  readonly reopen?: (() => SourceBytes | Promise<SourceBytes>) | undefined;
  /** Whether the memory of chunks that nothing else uses may be freed once they are taken; decided when the transport opens the body. */
  readonly freesChunks: () => boolean;
  /** Whether the transport may copy the body and read both, though its bytes open only once. */
  readonly keepsCopies: boolean;
  /** Called when the source has failed. */
  onFailure(failure: UploadError): void;
}

/** Counts the bytes of a body. */
export interface ByteCount {
  /** Records how many bytes the transport has taken in all. */
  taken(total: number): void;
  /** Records that the transport asked for the first byte. */
  touch(): void;
}

/** One pass of the bytes to the transport. */
interface Pass {
  readonly counter: ByteCounterStream;
  /** Whether all bytes were handed over, once that is settled; never rejects. */
  readonly completed: Promise<boolean>;
  isSettled: boolean;
}

/** What the rest of a body is cancelled with if it is no longer needed. */
const RELEASED = new DOMException("the upload has ended", "AbortError");

/** A body that goes out piece by piece. */
export class StreamedBody {
  /** Discriminant. */
  readonly isStream = true;
  /** In bytes; -1 if it is not known. */
  readonly size: number;
  /** The Content-Length, if it has to be set as a header. */
  readonly lengthHeader: number | undefined;
  readonly #options: BodyOptions;
  readonly #framed: StreamBody;
  readonly #passes: Pass[] = [];
  #first: SourceBytes | undefined;

  constructor(bytes: SourceBytes, options: BodyOptions) {
    this.size = bytes.size;
    this.#options = options;
    this.#first = bytes;
    const open = () => this.#start();
    this.#framed = streamBody(open, bytes.size, options.keepsCopies);
    this.lengthHeader = this.#framed.lengthHeader ? bytes.size : undefined;
  }

  /** What `fetch` is given. Once it was read, it is another one. */
  get body(): BodyInit {
    return this.#framed.body;
  }

  /** Bytes that were handed to the transport, taken or not. */
  get handed(): number {
    return this.#pass?.counter.handed ?? 0;
  }

  /** Whether the transport has asked for any of it. */
  get isAsked(): boolean {
    return this.#pass?.counter.isAsked ?? false;
  }

  /** Whether all of it was handed over, once that is settled; never rejects. */
  get completed(): Promise<boolean> {
    return this.#pass?.completed ?? Promise.resolve(false);
  }

  /** Stops what is still on its way, and waits until its stream is closed. */
  async release(): Promise<void> {
    const unopened = this.#first;
    this.#first = undefined;
    const reason = toStreamReason(
      this.#options.signal.reason ?? RELEASED,
    );
    await unopened?.stream.cancel(reason);
    for (const pass of this.#passes) {
      // Not through a signal of the pipe: that waits until the consumer asks, which may be never.
      if (!pass.isSettled) await pass.counter.stop(reason);
      await pass.completed;
    }
  }

  /** The last pass. A wrapper of `fetch` may still be reading an earlier one, for a log. */
  get #pass(): Pass | undefined {
    return this.#passes.at(-1);
  }

  /** Starts a pass: the first one with the bytes that are open, each further one from the start again. */
  #start(): ReadableStream<Bytes> {
    const bytes = this.#first ?? this.#options.reopen?.();
    this.#first = undefined;
    if (bytes === undefined) {
      throw new UploadError(
        "source",
        "Cannot send the body again: its source is a stream",
      );
    }
    const { freesChunks, count } = this.#options;
    if (this.#passes.length > 0) count.taken(0);
    const frees = !(bytes instanceof Promise) && bytes.ownsChunks === true &&
      freesChunks();
    const counter = new ByteCounterStream((total, chunk) => {
      if (frees && chunk !== undefined) free(chunk);
      if (total === 0 || this.#pass?.counter !== counter) count.touch();
      else count.taken(total);
    });
    this.#passes.push(this.#run(bytes, counter));
    return counter.readable;
  }

  #run(
    bytes: SourceBytes | Promise<SourceBytes>,
    counter: ByteCounterStream,
  ): Pass {
    const hasAll = () => counter.handed === this.size;
    const fail = (thrown: unknown) => {
      if (this.#options.signal.aborted || this.#pass !== pass) return;
      this.#options.onFailure(toSourceError(thrown));
    };
    const pass: Pass = {
      counter,
      isSettled: false,
      completed: pipe(bytes, counter).then(
        () => hasAll() || this.size < 0 && !counter.cancelled,
        (thrown) => {
          if (isUploadError(thrown)) fail(thrown);
          return hasAll();
        },
      ).finally(() => {
        pass.isSettled = true;
      }),
    };
    return pass;
  }
}

/**
 * Pipes bytes into a counter. Not `pipeThrough`: the promise of the pipe knows
 * the source's own error, of which `fetch` keeps no more than the message, and
 * it settles when the source is closed.
 */
async function pipe(
  bytes: SourceBytes | Promise<SourceBytes>,
  counter: ByteCounterStream,
): Promise<void> {
  let stream;
  try {
    ({ stream } = bytes instanceof Promise ? await bytes : bytes);
  } catch (thrown) {
    counter.stop(thrown);
    throw thrown;
  }
  await stream.pipeTo(counter.writable);
}
