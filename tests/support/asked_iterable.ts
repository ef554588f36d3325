/** An iterable whose iterator keeps what was asked of it. */
export function askedIterable(next: () => Promise<IteratorResult<unknown>>) {
  const asked: string[] = [];
  return {
    asked,
    [Symbol.asyncIterator]: () => ({
      next() {
        asked.push("next");
        return next();
      },
      return() {
        asked.push("return");
        return Promise.resolve({ done: true as const, value: undefined });
      },
    }),
  };
}
