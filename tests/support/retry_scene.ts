import { FakeTime } from "@std/testing/time";
import type { Reply } from "../../src/request/protocol.ts";
import { checkRetry } from "../../src/request/retry_policy.ts";
import { bytesSource } from "../../src/source/memory_source.ts";
import type { OpenSource } from "../../src/source/source.ts";
import { guardSource } from "../../src/transfer/guarded_source.ts";
import { Progress } from "../../src/transfer/progress.ts";
import { type GuardedUpload, retrying } from "../../src/transfer/retry.ts";
import type { Retry } from "../../src/transfer/retry_plan.ts";

/** The outcome of an attempt. */
export type Attempted =
  | Reply
  | Error
  | ((upload: GuardedUpload) => Reply | Promise<Reply>);

/** A reply without a body. */
export function replyOf(status: number, headers: HeadersInit = {}): Reply {
  return {
    response: new Response(null, { status, headers }),
    body: { responseType: "text", response: "" },
  };
}

/** An upload whose attempts have given outcomes, in fake time. */
export class RetryScene implements Disposable {
  readonly controller = new AbortController();
  readonly progress = new Progress(() => {});
  readonly attempted: GuardedUpload[] = [];
  readonly retries: Retry[] = [];
  /** The outcome; undefined while it runs. */
  outcome: unknown;
  readonly #time = new FakeTime();

  /** Starts, and runs everything that takes no time. */
  async start(
    retry: unknown,
    outcomes: readonly Attempted[],
    { source = bytesSource(new Uint8Array(5)), resumes = false }: {
      source?: OpenSource;
      resumes?: boolean;
    } = {},
  ): Promise<void> {
    const policy = checkRetry(retry, false);
    if (policy === undefined) throw new Error("nothing to repeat");
    const run = async (upload: GuardedUpload): Promise<Reply> => {
      const outcome = outcomes[this.attempted.push(upload) - 1];
      if (outcome instanceof Error) throw outcome;
      if (typeof outcome === "function") return await outcome(upload);
      return outcome ?? replyOf(200);
    };
    const attempts = retrying(run, policy, resumes, {
      progress: this.progress,
      retrying: (retry) => this.retries.push(retry),
    });
    attempts({
      url: new URL("https://h/a?signature=secret"),
      method: "PUT",
      headers: { authorization: "Bearer old", "x-a": "1" },
      keepHeaders: [],
      contentType: "text/plain",
      signal: this.controller.signal,
      acknowledge: (bytesStored) => this.progress.acknowledge(bytesStored),
      onFailure() {},
      source: guardSource(source),
    }).then(
      (reply) => this.outcome = reply.response.status,
      (thrown) => this.outcome = thrown,
    );
    await this.pass(0);
  }

  /** Advances the time, in ms. */
  async pass(ms: number): Promise<void> {
    await this.#time.tickAsync(ms);
    await this.#time.tickAsync(0);
  }

  /** The number of attempts, and the outcome. */
  get state(): [attempts: number, outcome: unknown] {
    return [this.attempted.length, this.outcome];
  }

  [Symbol.dispose](): void {
    this.#time.restore();
  }
}
