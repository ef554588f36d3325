import { sha256Of } from "./hash.ts";

type Fetch = typeof fetch;
type Bytes = Uint8Array<ArrayBuffer>;

/** Sends a request, and responds with the hash of a copy of its body, which is read only then. */
async function sendAndKeep(
  original: Fetch,
  ...[input, init]: Parameters<Fetch>
): Promise<Response> {
  const request = new Request(input, init);
  const copy = request.clone();
  const response = await original(request);
  await response.body?.cancel();
  return new Response(await sha256Of(await copy.bytes()));
}

/** Wrappers of `fetch` that keep the chunks of a body, by what they are like. */
const WRAPPERS = {
  /** Stands in for it, as a mock does. */
  double: (): Fetch => async (_, init) => {
    const chunks: Bytes[] = [];
    for await (const chunk of new Response(init?.body).body ?? []) {
      chunks.push(chunk);
    }
    return new Response(await sha256Of(await new Blob(chunks).bytes()));
  },
  /** As a logger does. */
  function: (original: Fetch): Fetch => (input, init) =>
    sendAndKeep(original, input, init),
  /** Has an anonymous function for its handler. */
  proxy: (original: Fetch): Fetch => {
    const handlerOf = (keep: typeof sendAndKeep) =>
      function (target: Fetch, _: unknown, [input, init]: Parameters<Fetch>) {
        return keep(target, input, init);
      };
    return new Proxy(original, { apply: handlerOf(sendAndKeep) });
  },
  /** Passes a body on that it looks at, and calls the original by itself. */
  observer: (original: Fetch): Fetch => async (input, init) => {
    const chunks: Bytes[] = [];
    const keeper = new TransformStream<Bytes, Bytes>({
      transform(chunk, controller) {
        chunks.push(chunk);
        controller.enqueue(chunk);
      },
    });
    const body = new Response(init?.body).body?.pipeThrough(keeper) ?? null;
    const response = await original(input, { ...init, body });
    await response.body?.cancel();
    return new Response(await sha256Of(await new Blob(chunks).bytes()));
  },
  /** Is made of text, as that of a bundler for development. */
  evaluated: (original: Fetch): Fetch =>
    new Function(
      "send",
      "original",
      `return (input, init) => {
        const request = new Request(input, init);
        const copy = request.clone();
        return send(original, request, copy);
      };`,
    )(sendCopied, original),
};

/** Sends a request, and responds with the hash of its copy. */
async function sendCopied(
  original: Fetch,
  request: Request,
  copy: Request,
): Promise<Response> {
  const response = await original(request);
  await response.body?.cancel();
  return new Response(await sha256Of(await copy.bytes()));
}

/** What a wrapper of `fetch` may be like. */
export type Wrapper = keyof typeof WRAPPERS;

/** All of them. */
export const WRAPPER_NAMES = [
  "double",
  "function",
  "proxy",
  "observer",
  "evaluated",
] as const satisfies readonly Wrapper[];

/** Replaces the global `fetch` with one that responds with the hash of its copy of the body. */
export function installKeepingFetch(wrapper: Wrapper): Disposable {
  const original = globalThis.fetch;
  globalThis.fetch = WRAPPERS[wrapper](original);
  return {
    [Symbol.dispose]: () => {
      globalThis.fetch = original;
    },
  };
}
