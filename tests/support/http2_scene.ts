import { Authority } from "./certificates.ts";
import type { FaultScene } from "./fault_scene.ts";
import { Http2Server, type Http2Setup, WIDE } from "./http2_server.ts";
import { leaveNothing } from "./invariants.ts";
import { testWith } from "./server_program.ts";

/**
 * Defines a test with an HTTP/2 server that behaves as given, and checks that it leaves
 * nothing behind.
 *
 * @param connections How many connections may be left as long as the server keeps them.
 */
export function testHttp2(
  name: string,
  test: (server: Http2Server, scene: FaultScene) => Promise<void>,
  setup: Http2Setup = WIDE,
  connections = 0,
): void {
  testWith(["node", "openssl"], name, async (node, openssl) => {
    await leaveNothing(async (scene) => {
      const authority = new Authority(openssl, scene.folder.path);
      const server = scene.use(await Http2Server.start(node, authority, setup));
      scene.ports.push(server.port);
      await test(server, scene);
      if (connections === 0) await server.settle();
      return { ended: undefined, check: () => {} };
    }, connections);
  });
}
