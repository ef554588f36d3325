import { UploadError } from "../errors/upload_error.ts";
import { quietly } from "../streams/quietly.ts";
import type { UploadStore } from "./store.ts";

/** An upload that has a key, until it is released. */
interface Claim {
  /** Aborts when it is cancelled. */
  readonly signal: AbortSignal;
  readonly released: Promise<void>;
}

const claims = new WeakMap<UploadStore, Map<string, Claim>>();

/**
 * Claims an upload for one attempt, so that no two resume it at the same time,
 * in this process or, if the store can lock, in any. A store that fails to lock
 * is no reason to stop.
 *
 * @param host Where it goes.
 * @throws {UploadError} `store` if another upload has it.
 */
export async function claimUpload(
  store: UploadStore,
  key: string,
  { signal, host }: { signal: AbortSignal; host: string },
): Promise<AsyncDisposable> {
  const claimed = claims.get(store) ?? new Map<string, Claim>();
  claims.set(store, claimed);
  for (let other; (other = claimed.get(key)) !== undefined;) {
    if (!other.signal.aborted) throw inUse(host);
    // One that was cancelled is about to release it.
    await other.released;
  }
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = () => {
      claimed.delete(key);
      resolve();
    };
  });
  claimed.set(key, { signal, released });
  const lock = await lockOf(store, key);
  if (lock === undefined) {
    release();
    throw inUse(host);
  }
  return {
    async [Symbol.asyncDispose]() {
      await quietly(() => lock[Symbol.asyncDispose]());
      release();
    },
  };
}

/** The lock of a store; undefined if another process has it. */
async function lockOf(
  store: UploadStore,
  key: string,
): Promise<AsyncDisposable | undefined> {
  if (store.lock === undefined) return NO_LOCK;
  try {
    return await store.lock(key);
  } catch {
    return NO_LOCK;
  }
}

const NO_LOCK: AsyncDisposable = { [Symbol.asyncDispose]: async () => {} };

function inUse(host: string): UploadError {
  return new UploadError(
    "store",
    `Cannot upload to "${host}": another upload of the same source is running`,
    { hint: "wait until it has ended, or cancel it" },
  );
}
