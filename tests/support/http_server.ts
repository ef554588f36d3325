/** What a {@linkcode serve} server received. */
export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A local HTTP server that keeps what it received. */
export interface TestServer extends AsyncDisposable {
  /** Where it listens, as `http://127.0.0.1:PORT/`. */
  readonly url: string;
  /** The complete requests that it received, in order. */
  readonly received: Received[];
}

/**
 * Starts a server that reads each whole request.
 *
 * @param respond Returns the response; by default a 200 with the number of bytes as text.
 */
export function serve(
  respond: (received: Received) => Response | Promise<Response> = ({ bytes }) =>
    new Response(String(bytes.byteLength)),
): TestServer {
  const received: Received[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const bytes = await request.bytes();
      const { method, headers } = request;
      const one = { method, url: new URL(request.url), headers, bytes };
      received.push(one);
      return await respond(one);
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    received,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
