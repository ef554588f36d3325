import { abortable } from "./abortable.ts";
import { quietly } from "./quietly.ts";

/**
 * Yields the values of an iterable, each when it is asked for, until a signal
 * aborts. The iterator is closed in the end, as by a loop. It is not waited for
 * if it has yet to yield a value, because it may never do so.
 *
 * @param onLate Called with a value that comes after the signal has aborted.
 * @throws The reason of the signal, and what the iterable throws.
 */
export async function* untilAborted<Value>(
  values: Iterable<Value> | AsyncIterable<Value>,
  signal: AbortSignal,
  onLate: (value: Value) => void,
): AsyncGenerator<Value, void> {
  const iterator = each(values);
  let isWaiting = false;
  try {
    while (true) {
      signal.throwIfAborted();
      isWaiting = true;
      const next = await abortable(iterator.next(), signal, (late) => {
        if (!late.done) onLate(late.value);
      });
      isWaiting = false;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    const closed = quietly(() => iterator.return());
    if (!isWaiting) await closed;
  }
}

/** Iterates over both kinds of iterables in one way. */
async function* each<Value>(
  values: Iterable<Value> | AsyncIterable<Value>,
): AsyncGenerator<Value, void> {
  yield* values;
}
