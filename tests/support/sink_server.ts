/**
 * A server as a program of its own: it counts the bytes of a request, and answers 413 at once
 * to what is sent to `/refused`. It prints its URL first.
 *
 * @module
 */

Deno.serve(
  {
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.log(`http://127.0.0.1:${port}/`),
  },
  async (request) => {
    if (new URL(request.url).pathname === "/refused") {
      return new Response("too large", { status: 413 });
    }
    let count = 0;
    try {
      for await (const chunk of request.body ?? []) count += chunk.byteLength;
    } catch {
      // The client went away, which is its right.
    }
    return new Response(String(count));
  },
);
