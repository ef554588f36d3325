import { serve, type TestServer } from "../http_server.ts";

/** A server that responds only once it is released. */
export interface HoldingServer extends TestServer {
  /** Lets it respond to what it has and what comes. */
  release(): void;
}

/** Starts a server that holds its responses back. */
export function serveHolding(body = ""): HoldingServer {
  const { promise, resolve } = Promise.withResolvers<void>();
  const server = serve(() => promise.then(() => new Response(body)));
  return {
    ...server,
    release: resolve,
    async [Symbol.asyncDispose]() {
      resolve();
      await server[Symbol.asyncDispose]();
    },
  };
}
