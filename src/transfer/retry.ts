import { toNetworkError } from "../errors/network_error.ts";
import { PASS_FUNCTION } from "../errors/source_error.ts";
import { UploadError } from "../errors/upload_error.ts";
import type { OpenUpload, Reply } from "../request/protocol.ts";
import type { RetryPolicy } from "../request/retry_policy.ts";
import { abortable } from "../streams/abortable.ts";
import type { GuardedSource } from "./guarded_source.ts";
import type { Progress } from "./progress.ts";
import { refresh } from "./refresh.ts";
import { type Outcome, type Retry, RetryPlan } from "./retry_plan.ts";

/** An upload that can be attempted more than once. */
export interface GuardedUpload extends OpenUpload {
  readonly source: GuardedSource;
}

/** Runs an upload once. None of its requests is left when it settles. */
export type Attempt = (upload: GuardedUpload) => Promise<Reply>;

/** What the attempts of an upload have in common. */
export interface RetryContext {
  /** Starts from the stored bytes before each further attempt. */
  readonly progress: Pick<Progress, "bytesStored" | "restart">;
  /** Called before the wait for another attempt. */
  retrying(retry: Retry): void;
}

/**
 * Repeats the attempts of any protocol according to a policy. Each attempt has
 * the same upload, except for a refreshed URL and headers. Its `source` is
 * always the same object, so that a protocol can use it as a key. The signal
 * ends a wait at once.
 *
 * @param resumes Whether an attempt may continue where the last one stopped.
 * If so, it is made even if the source opens only once.
 */
export function retrying(
  run: Attempt,
  policy: RetryPolicy,
  resumes: boolean,
  context: RetryContext,
): Attempt {
  return async (upload) => {
    const { signal, source } = upload;
    const plan = new RetryPlan(policy);
    let current = upload;
    let last: Outcome | undefined;
    while (true) {
      const outcome = await outcomeOf(run, current);
      signal.throwIfAborted();
      if (last !== undefined && outcome === source.refusal) {
        return replyOf(withHint(last));
      }
      const retry = plan.next(outcome, context.progress.bytesStored);
      if (retry === undefined) return replyOf(outcome);
      if (!source.reopens && !resumes) return replyOf(withHint(outcome));
      context.retrying(retry);
      await pause(retry.delay, signal);
      current = await refresh(policy.refresh, current, retry.attempt);
      signal.throwIfAborted();
      context.progress.restart();
      last = outcome;
    }
  };
}

async function outcomeOf(
  run: Attempt,
  upload: GuardedUpload,
): Promise<Outcome> {
  try {
    return await run(upload);
  } catch (thrown) {
    return toNetworkError(thrown, upload.url);
  }
}

function replyOf(outcome: Outcome): Reply {
  if (outcome instanceof UploadError) throw outcome;
  return outcome;
}

/** Adds a hint to the outcome of an upload whose source opens only once. */
function withHint(outcome: Outcome): Outcome {
  const howTo = `to retry, ${PASS_FUNCTION}`;
  if (!(outcome instanceof UploadError)) return { ...outcome, hint: howTo };
  const { code, message, hint, isTransient } = outcome;
  return new UploadError(code, message, {
    hint: hint === "" ? howTo : `${hint}; ${howTo}`,
    isTransient,
    ...("cause" in outcome && { cause: outcome.cause }),
  });
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const elapsed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await abortable(elapsed, signal);
  } finally {
    clearTimeout(timer);
  }
}
