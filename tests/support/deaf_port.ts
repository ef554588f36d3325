/**
 * A port on which no program listens or can: one end of a connection keeps it. A port that
 * was merely closed may be reused at once.
 */
export class DeafPort implements Disposable {
  readonly #connections: readonly Deno.TcpConn[];
  /** What is refused, as `http://127.0.0.1:PORT/`. */
  readonly url: string;

  private constructor(near: Deno.TcpConn, far: Deno.TcpConn) {
    this.#connections = [near, far];
    this.url = `http://127.0.0.1:${near.localAddr.port}/`;
  }

  /** Finds one. */
  static async find(): Promise<DeafPort> {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    const near = await Deno.connect({ hostname: "127.0.0.1", port });
    return new DeafPort(near, await listener.accept());
  }

  [Symbol.dispose](): void {
    for (const connection of this.#connections) connection.close();
  }
}
