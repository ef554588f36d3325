/** What a sender sends, as JSON in its only argument. */
export interface SendRequest {
  readonly url: string;
  /** The file to send. */
  readonly file: string;
  /** A file that is sent first, without being timed. */
  readonly warmUp?: string;
  /** How many times at once; 1 by default. */
  readonly atOnce?: number;
  /** The certificate to trust, in PEM. */
  readonly caCert?: string;
  /** Seconds; the sender's default if omitted. */
  readonly timeout?: number;
  /** The limit of its rate; none by default. */
  readonly maxBytesPerSecond?: number;
  /** Whether it reports progress; true by default. */
  readonly progress?: boolean;
  /** The limit of one request in bytes, by tus; none by default. */
  readonly chunkSize?: number;
  /** In how many parts it goes at the same time, by tus; 1 by default. */
  readonly parallel?: number;
  /** Whether the source is a stream of unknown length, by tus; false by default. */
  readonly asStream?: boolean;
}

/** What a sender measured, as JSON on its last line. */
export interface SendResult {
  /** How long the transfer took. */
  readonly ms: number;
  /** How the transfer ended: the response of the receiver, which is the number of bytes it read. */
  readonly answer: string;
  /** The peak of its resident memory. */
  readonly peakMiB?: number;
  /** When the transfer began: `Date.now()`. */
  readonly startedAt?: number;
  /** Its progress events. */
  readonly progress?: readonly Progress[];
}

/** A progress event, and when it came. */
export interface Progress {
  /** `Date.now()` */
  readonly at: number;
  readonly bytes: number;
  /** -1 if unknown, as below. */
  readonly bytesPerSecond?: number;
  readonly secondsRemaining?: number;
}

/** The request of this sender. */
export function sendRequest(): SendRequest {
  return JSON.parse(Deno.args[0] ?? "");
}

/** Times a transfer after a warm-up, and prints what came of it. */
export async function measure(
  request: SendRequest,
  transfer: (file: string) => Promise<string>,
): Promise<SendResult> {
  if (request.warmUp !== undefined) await transfer(request.warmUp);
  const start = performance.now();
  const answer = await transfer(request.file);
  return { ms: performance.now() - start, answer, peakMiB: peakMiB() };
}

/** The peak of the resident memory of this process. */
export function peakMiB(): number {
  const status = Deno.readTextFileSync("/proc/self/status");
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
