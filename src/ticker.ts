/** A timer, and whom it calls. */
interface Ticker {
  readonly timer: ReturnType<typeof setInterval>;
  readonly listeners: Set<() => void>;
}

const tickers = new Map<number, Ticker>();

/**
 * Calls back at an interval. Callers with the same interval share a timer, for one of their own
 * costs as much as a good part of a small upload; so the first call may come early.
 *
 * @param ms The interval in milliseconds.
 * @returns Ends it; the timer is gone with its last listener.
 */
export function onTick(ms: number, listener: () => void): () => void {
  const ticker = tickers.get(ms) ?? startTicker(ms);
  ticker.listeners.add(listener);
  return () => {
    const isLast = ticker.listeners.delete(listener) &&
      ticker.listeners.size === 0;
    if (!isLast) return;
    clearInterval(ticker.timer);
    tickers.delete(ms);
  };
}

function startTicker(ms: number): Ticker {
  const listeners = new Set<() => void>();
  const timer = setInterval(() => {
    for (const listener of listeners) listener();
  }, ms);
  const ticker = { timer, listeners };
  tickers.set(ms, ticker);
  return ticker;
}
