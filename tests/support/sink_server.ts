/**
 * A server as a program of its own: it counts the bytes of a request, and responds 413 at once
 * to what is sent to `/refused`, and 503 to every other request of `/busy`. It prints its URL
 * first.
 *
 * @module
 */

let busy = 0;

Deno.serve(
  {
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.log(`http://127.0.0.1:${port}/`),
  },
  async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/refused") {
      return new Response("too large", { status: 413 });
    }
    let count = 0;
    try {
      for await (const chunk of request.body ?? []) count += chunk.byteLength;
    } catch {
      // The client went away, which is its right.
    }
    const isBusy = pathname === "/busy" && ++busy % 2 === 1;
    return new Response(String(count), { status: isBusy ? 503 : 200 });
  },
);
