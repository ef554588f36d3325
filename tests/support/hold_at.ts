import type { ServerHooks } from "./server_hooks.ts";

/** A server that reads no further; it does again out of the scope. */
export interface Hold extends Disposable {
  /** When the first upload was held. */
  readonly reached: Promise<void>;
  /** Reads on. */
  release(): void;
}

/** Stops reading the appends to uploads at an offset. */
export function holdAt(server: { hooks: ServerHooks }, at: number): Hold {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  server.hooks = {
    hold({ method, offset = 0, received }) {
      if (method !== "PATCH" || offset + received < at) return undefined;
      reached.resolve();
      return released.promise;
    },
  };
  const release = () => {
    server.hooks = {};
    released.resolve();
  };
  return { reached: reached.promise, release, [Symbol.dispose]: release };
}
