import { toStreamReason } from "../errors/cause.ts";
import { PASS_FUNCTION, toSourceError } from "../errors/source_error.ts";
import { UPLOAD_ENDED } from "../errors/upload_ended.ts";
import { isUploadError, UploadError } from "../errors/upload_error.ts";
import type { SourceBytes } from "../source/source.ts";
import { ByteCounterStream } from "../streams/byte_counter_stream.ts";
import { type Bytes, free } from "../streams/bytes.ts";
import { PacedStream } from "../streams/paced_stream.ts";
import { quietly } from "../streams/quietly.ts";
import type { BodyOptions } from "./body_options.ts";
import { type StreamBody, streamBody } from "./framing.ts";

/** One transfer of the bytes to the transport. */
interface Pass {
  readonly counter: ByteCounterStream;
  /** Resolves to whether all bytes were passed to the transport; never rejects. */
  readonly completed: Promise<boolean>;
  isSettled: boolean;
}

/** A body that is sent chunk by chunk. */
export class StreamedBody {
  /** Discriminant. */
  readonly isStream = true;
  /** In bytes; -1 if unknown. */
  readonly size: number;
  /** Whether the Content-Length must be set as a header. */
  readonly lengthHeader: boolean;
  readonly #options: BodyOptions;
  readonly #framed: StreamBody;
  readonly #passes: Pass[] = [];
  #first: SourceBytes | undefined;
  #paced: PacedStream | undefined;

  constructor(bytes: SourceBytes, options: BodyOptions) {
    this.size = bytes.size;
    this.#options = options;
    this.#first = bytes;
    const open = () => this.#start();
    this.#framed = streamBody(open, bytes.size, options.keepsCopies);
    this.lengthHeader = this.#framed.lengthHeader;
  }

  /** The body for `fetch`; a new one after the last was read. */
  get body(): BodyInit {
    return this.#framed.body;
  }

  /** Bytes that were passed to the transport, taken or not. */
  get passed(): number {
    return this.#pass?.counter.passed ?? 0;
  }

  /** Whether the next bytes wait because the rate is limited. */
  get isPaced(): boolean {
    return this.#paced?.isWaiting ?? false;
  }

  /** Whether the transport has requested any of it. */
  get isPulled(): boolean {
    return this.#pass?.counter.isPulled ?? false;
  }

  /** Resolves to whether all bytes were passed to the transport; never rejects. */
  get completed(): Promise<boolean> {
    return this.#pass?.completed ?? Promise.resolve(false);
  }

  /** Stops the running passes, and waits until their streams are closed. */
  async release(): Promise<void> {
    const unopened = this.#first;
    this.#first = undefined;
    const reason = toStreamReason(this.#options.signal.reason ?? UPLOAD_ENDED);
    // A stream that has failed rejects. Its source is closed later.
    await quietly(() => unopened?.stream.cancel(reason));
    for (const pass of this.#passes) {
      // A signal of the pipe would wait for the next pull, which may never come.
      if (!pass.isSettled) await quietly(() => pass.counter.stop(reason));
      await pass.completed;
    }
  }

  /**
   * The last pass. A wrapper of `fetch` may still read an earlier one, such as
   * for a log.
   */
  get #pass(): Pass | undefined {
    return this.#passes.at(-1);
  }

  /**
   * Starts a pass. The first one uses the open bytes; each further one opens them
   * again.
   */
  #start(): ReadableStream<Bytes> {
    // A wrapper of `fetch` may read the body after the upload was cancelled.
    this.#options.signal.throwIfAborted();
    const bytes = this.#first ?? this.#options.reopen?.();
    this.#first = undefined;
    if (bytes === undefined) {
      throw new UploadError(
        "source",
        "Cannot send the body again: its source is a stream",
        { hint: PASS_FUNCTION },
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
    const hasAll = () => counter.passed === this.size;
    const fail = (thrown: unknown) => {
      if (this.#options.signal.aborted || this.#pass !== pass) return;
      this.#options.onFailure(toSourceError(thrown));
    };
    const pass: Pass = {
      counter,
      isSettled: false,
      completed: this.#pipe(bytes, counter).then(
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

  /**
   * Pipes bytes into a counter. It settles once the source is closed. It rejects
   * with the source's own error, of which `fetch` keeps only the message.
   */
  async #pipe(
    bytes: SourceBytes | Promise<SourceBytes>,
    counter: ByteCounterStream,
  ): Promise<void> {
    try {
      const { stream } = await bytes;
      await this.#keepPace(stream).pipeTo(counter.writable);
    } catch (thrown) {
      // Piping a locked stream fails without stopping the counter, so stop it.
      quietly(() => counter.stop(toStreamReason(thrown)));
      throw thrown;
    }
  }

  #keepPace(stream: ReadableStream<Bytes>): ReadableStream<Bytes> {
    const { pace } = this.#options;
    if (pace === undefined) return stream;
    this.#paced = new PacedStream(stream, pace);
    return this.#paced.stream;
  }
}
