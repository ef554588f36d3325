/**
 * A function with the signature of `fetch`. It may send a request more than
 * once: each time it reads `init.body`, the source is opened again if it can
 * be.
 *
 * @category Options
 */
export type FetchLike = (url: URL, init: RequestInit) => Promise<Response>;
