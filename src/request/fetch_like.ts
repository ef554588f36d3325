/**
 * A function with the signature of `fetch`. It may send a request more than
 * once: if possible, the source is opened again each time it reads `init.body`.
 *
 * @category Options
 */
export type FetchLike = (url: URL, init: RequestInit) => Promise<Response>;
