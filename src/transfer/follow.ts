/** What is called when a signal aborts. */
interface Followers {
  readonly calls: Set<() => void>;
  /** Its only listener. */
  readonly listener: () => void;
}

/** How long the last requests of an upload that has ended may take. */
export const GRACE_MS = 10_000;

const followersOf = new WeakMap<AbortSignal, Followers>();

/**
 * Aborts a controller when a signal aborts. Node keeps traces of
 * `AbortSignal.any` for as long as the signal lives, so this uses a listener.
 * Node 20 warns of more than ten listeners, so all controllers share one.
 *
 * @returns Ends that; the last one removes the listener.
 */
export function follow(
  controller: AbortController,
  signal: AbortSignal,
): () => void {
  return onAbort(signal, () => controller.abort(signal.reason));
}

/**
 * Aborts a controller when a signal has aborted for a while.
 *
 * @returns Ends that.
 */
export function followLate(
  controller: AbortController,
  signal: AbortSignal,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const abort = () => controller.abort(signal.reason);
  const unfollow = onAbort(signal, () => {
    timer = setTimeout(abort, GRACE_MS);
  });
  return () => {
    unfollow();
    clearTimeout(timer);
  };
}

/** Calls a function once a signal has aborted, perhaps at once. */
function onAbort(signal: AbortSignal, call: () => void): () => void {
  if (signal.aborted) {
    call();
    return () => {};
  }
  const { calls, listener } = followersOf.get(signal) ?? listen(signal);
  calls.add(call);
  return () => {
    if (!calls.delete(call) || calls.size > 0) return;
    signal.removeEventListener("abort", listener);
    followersOf.delete(signal);
  };
}

function listen(signal: AbortSignal): Followers {
  const calls = new Set<() => void>();
  const listener = () => calls.forEach((call) => call());
  signal.addEventListener("abort", listener);
  const followers = { calls, listener };
  followersOf.set(signal, followers);
  return followers;
}
