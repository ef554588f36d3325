import { property } from "../errors/attempt.ts";
import { LocalLocks, releasing } from "./local_locks.ts";

/** The part of `LockManager` that is used here (Web Locks API). */
interface WebLocks {
  request(
    name: string,
    options: { ifAvailable: true },
    hold: (lock: unknown) => Promise<void> | void,
  ): Promise<unknown>;
}

/** The locks of a page without the Web Locks API. */
const pageLocks = new LocalLocks();

/**
 * Claims a name for this page, by the Web Locks API if there is one.
 *
 * @returns `undefined` if somebody else has it.
 */
export async function lockInPage(
  name: string,
): Promise<AsyncDisposable | undefined> {
  const locks = property(property(globalThis, "navigator"), "locks");
  return isWebLocks(locks) ? await webLock(locks, name) : pageLocks.lock(name);
}

function isWebLocks(value: unknown): value is WebLocks {
  return typeof property(value, "request") === "function";
}

/** Holds a lock of the platform as long as a callback has not ended. */
function webLock(
  locks: WebLocks,
  name: string,
): Promise<AsyncDisposable | undefined> {
  return new Promise((resolve, reject) => {
    // The platform refuses names that start with "-".
    const holding = locks.request(
      `lock ${name}`,
      { ifAvailable: true },
      (lock) => {
        if (lock === null) return resolve(undefined);
        return new Promise<void>((release) => {
          resolve(releasing(async () => {
            release();
            await holding;
          }));
        });
      },
    );
    holding.catch(reject);
  });
}
