import { upload } from "@network/upload";
import { assertEquals } from "@std/assert";
import { setTimeout as pause } from "node:timers/promises";
import { TempFolder } from "../support/files.ts";
import { startNginx } from "../support/nginx.ts";
import { Random } from "../support/random.ts";
import { testWith } from "../support/server_program.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";
import { TrustedTls } from "../support/tls.ts";

const BYTES = new Random(1).bytes(50_000);
const NAMES = ["a", "b", "c"];

/** Defines a test for uploads by a client of HTTP/2 alone, which wait for one connection. */
function testWaiting(
  behaviour: string,
  test: (put: (name: string) => ReturnType<typeof upload>, scene: {
    proxy: TcpProxy;
    stored: string;
  }) => Promise<void>,
): void {
  testWith(["nginx", "openssl"], behaviour, async (nginx, openssl) => {
    using folder = new TempFolder();
    using tls = new TrustedTls(openssl, "HTTP/2");
    const { identity, fetch } = tls;
    await using server = await startNginx(nginx, {
      folder: folder.path,
      identity,
    });
    await using proxy = await new TcpProxy(server.url, {
      faults: (connection) =>
        connection === 0
          ? { side: "response", after: 0, how: "stall" }
          : undefined,
    }).listen();
    const url = proxy.url.replace("http:", "https:");
    const put = (name: string) =>
      upload({ url: url + name, method: "PUT", source: BYTES, fetch });
    await test(put, { proxy, stored: `${folder.path}/files` });
  });
}

testWaiting(
  "an upload that is cancelled while it connects takes no other one with it",
  async (put, { proxy, stored }) => {
    const connecting = put("first");
    const waiting = NAMES.map(put);
    while (proxy.connections === 0) await pause(1);

    connecting.cancel();

    const ended = await Promise.all(waiting);
    assertEquals((await connecting).error?.code, "cancelled");
    assertEquals(
      ended.map(({ status, error }) => error?.message ?? status),
      NAMES.map(() => 201),
    );
    for (const name of NAMES) {
      assertEquals(await Deno.readFile(`${stored}/${name}`), BYTES);
    }
  },
);

testWaiting(
  "uploads that wait for one connection all say why it was not made",
  async (put, { proxy }) => {
    await proxy[Symbol.asyncDispose]();

    const ended = await Promise.all(NAMES.map(put));

    for (const { error } of ended) {
      assertEquals(error?.isTransient, true);
      assertEquals(error?.message.includes("Connection refused"), true);
    }
  },
);
