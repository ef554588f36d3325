import { property } from "../errors/attempt.ts";
import { quietly } from "../streams/quietly.ts";
import type { KvKey, KvLike } from "./kv_like.ts";
import { releasing } from "./local_locks.ts";

/** The time in ms after which a lock expires unless it is renewed. */
const EXPIRY_MS = 30_000;
const RENEWAL_MS = 10_000;

/**
 * Claims a key by an entry that expires and is renewed meanwhile.
 *
 * @returns `undefined` if somebody else has it.
 */
export async function lockInKv(
  kv: KvLike,
  key: KvKey,
): Promise<AsyncDisposable | undefined> {
  const owner = crypto.randomUUID();
  const write = (versionstamp: string | null) =>
    kv.atomic()
      .check({ key, versionstamp })
      .set(key, { owner, until: Date.now() + EXPIRY_MS }, {
        expireIn: EXPIRY_MS,
      })
      .commit();

  const { value, versionstamp } = await kv.get(key);
  // Deno KV removes an expired entry at some later time.
  if (Number(property(value, "until")) > Date.now()) return undefined;
  if (!(await write(versionstamp)).ok) return undefined;

  let renewing = Promise.resolve();
  const ownVersion = async () => {
    const { value, versionstamp } = await kv.get(key);
    return property(value, "owner") === owner ? versionstamp : null;
  };
  const renew = async () => {
    const versionstamp = await ownVersion();
    if (versionstamp !== null) await write(versionstamp);
  };
  const timer = setInterval(() => {
    renewing = renewing.then(() => quietly(renew));
  }, RENEWAL_MS);
  return releasing(async () => {
    clearInterval(timer);
    await renewing;
    const versionstamp = await ownVersion();
    if (versionstamp === null) return;
    await kv.atomic().check({ key, versionstamp }).delete(key).commit();
  });
}
