/** What aborts with a signal. */
interface Followers {
  readonly aborts: Set<() => void>;
  /** Its only listener. */
  readonly onAbort: () => void;
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
  const abort = () => controller.abort(signal.reason);
  if (signal.aborted) {
    abort();
    return () => {};
  }
  const { aborts, onAbort } = followersOf.get(signal) ?? listen(signal);
  aborts.add(abort);
  return () => {
    if (!aborts.delete(abort) || aborts.size > 0) return;
    signal.removeEventListener("abort", onAbort);
    followersOf.delete(signal);
  };
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
  const late = new AbortController();
  late.signal.addEventListener("abort", () => {
    timer = setTimeout(() => controller.abort(signal.reason), GRACE_MS);
  });
  const unfollow = follow(late, signal);
  return () => {
    unfollow();
    clearTimeout(timer);
  };
}

function listen(signal: AbortSignal): Followers {
  const aborts = new Set<() => void>();
  const onAbort = () => aborts.forEach((abort) => abort());
  signal.addEventListener("abort", onAbort);
  const followers = { aborts, onAbort };
  followersOf.set(signal, followers);
  return followers;
}
