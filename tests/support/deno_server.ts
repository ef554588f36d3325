import type { FaultScene } from "./fault_scene.ts";

/** Starts a server that is Deno's own, and reads all. */
export function serveDeno(
  { ports, use }: FaultScene,
  options: Partial<Deno.TlsCertifiedKeyPem> & { hostname: string },
): number {
  const { addr: { port } } = use(Deno.serve(
    { port: 0, onListen() {}, ...options },
    async (request) => new Response(String((await request.bytes()).length)),
  ));
  ports.push(port);
  return port;
}
