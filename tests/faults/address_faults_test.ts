import { upload, type UploadParams } from "@network/upload";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DeafPort } from "../support/deaf_port.ts";
import { serveDeno } from "../support/deno_server.ts";
import { uploadAndExit } from "../support/exit.ts";
import { FaultScene } from "../support/fault_scene.ts";
import { TempFolder } from "../support/files.ts";
import { withHosts } from "../support/hosts.ts";
import { type Expected, meetFault } from "../support/invariants.ts";
import { closing, redirect } from "../support/raw_request.ts";
import { says } from "../support/server_faults.ts";

const TYPE = "application/octet-stream";
/** Bytes that are sent at once, and bytes that are not. */
const SIZES = [5, 3_000_000];

/** An address, and what an upload to it ends with. */
type Row = readonly [
  name: string,
  address: (scene: FaultScene) => string | Promise<string>,
  ends: Expected["ends"],
  says?: string | undefined,
  params?: UploadParams,
];

/** Starts a server that always sends the same response. */
function serve(scene: FaultScene, text: string): string {
  const handle = says(text);
  return scene.serve((connection) => handle(connection, scene));
}

/** A server that redirects to a location, and what comes of it. */
function redirects(status: number, location: string, text?: string): Row {
  return [
    `redirects with ${status} to ${JSON.stringify(location.slice(0, 40))}`,
    (scene) => serve(scene, redirect(status, location)),
    "network",
    text,
  ];
}

const SHORT = { timeout: 0.3 };

const ROWS: readonly Row[] = [
  ["has an IPv6 address", (scene) => {
    return `http://[::1]:${serveDeno(scene, { hostname: "::1" })}/`;
  }, "200"],
  ["has an IPv4 address in IPv6", (scene) => {
    return serve(scene, closing("")).replace("127.0.0.1", "[::ffff:127.0.0.1]");
  }, "200"],
  [
    "has a port that fetch blocks",
    () => "http://127.0.0.1:25/",
    "network",
    "fetch blocks that port",
  ],
  ["has port 0", () => "http://127.0.0.1:0/", "network"],
  [
    "does not listen",
    async ({ use }) => {
      return use(await DeafPort.find()).url;
    },
    "network",
    "Connection refused",
  ],
  [
    "does not listen, in IPv6",
    () => "http://[::1]:2/",
    "network",
    "Connection refused",
  ],
  [
    "cannot be resolved",
    () => "http://nowhere.invalid/",
    "network",
    "not found",
  ],
  [
    "has a name that is too long",
    () => `http://${"x".repeat(300)}.invalid/`,
    "network",
  ],
  [
    "has a broadcast address",
    () => "http://255.255.255.255/",
    "network",
    "",
    SHORT,
  ],
  [
    "does not speak TLS",
    ({ serve }) => {
      return serve((connection) => connection.write(closing("")))
        .replace("http", "https");
    },
    "network",
    "check whether the server speaks https",
  ],
  redirects(307, "/again", "the limit of 10 redirects was reached"),
  redirects(302, "/again", "the limit of 10 redirects was reached"),
  redirects(303, "/again", "the limit of 10 redirects was reached"),
  redirects(307, "ftp://127.0.0.1/", 'leads to a "ftp:" URL'),
  redirects(307, "file:///etc/passwd", 'leads to a "file:" URL'),
  redirects(303, "file:///etc/passwd", 'leads to a "file:" URL'),
  redirects(307, "data:text/plain,hi", 'leads to a "data:" URL'),
  redirects(307, "blob:x", 'leads to a "blob:" URL'),
  redirects(307, "javascript:0", 'leads to a "javascript:" URL'),
  redirects(307, "http://[", "its Location is not a valid URL"),
  redirects(307, `/a${"/.".repeat(16_000)}`, "the limit of 10 redirects"),
  redirects(
    303,
    `//127.0.0.1:2/${".".repeat(32_000)}`,
    "no server is listening",
  ),
  redirects(307, `${"a".repeat(32_000)}:`, "URL; upload to the final"),
  redirects(307, "/a\r\nLocation: /b", "it has several Location headers"),
  redirects(307, "//127.0.0.1:25/", "fetch blocks that port"),
  redirects(307, "http://nowhere.invalid/", "not found"),
];

for (const [name, address, ends, text = "", params] of ROWS) {
  for (const size of SIZES) {
    Deno.test(`upload() ends with ${ends} when the server ${name} (${size} bytes)`, async () => {
      const ended = await meetFault({ ends, size }, async (scene) => {
        const given = { fetch: scene.fetch, progress: true, ...params };
        const source = new Uint8Array(size);
        const url = await address(scene);
        return { running: upload(url, "POST", given, source, TYPE) };
      });
      assertStringIncludes(String(ended.response), text);
    });
  }
}

const folder = new TempFolder();
const hosts = folder.write("hosts", "127.0.0.1 two.test\n::1 two.test\n");
const through = await withHosts(hosts);
addEventListener("unload", () => folder[Symbol.dispose]());

for (const hostname of ["127.0.0.1", "::1"]) {
  Deno.test({
    name:
      `upload() finds the server when only ${hostname} of two addresses listens`,
    ignore: through === undefined,
    async fn() {
      await using scene = new FaultScene();
      const url = `http://two.test:${serveDeno(scene, { hostname })}/`;
      const list = SIZES.map((size) => {
        const source = scene.folder.sparse(String(size), size);
        return { url, source, contentType: TYPE };
      });

      assertEquals(await uploadAndExit(list, through), ["200", "200"]);
    },
  });
}

Deno.test("a program that uploads to such addresses exits", async () => {
  await using scene = new FaultScene();
  const source = scene.folder.sparse("data.bin", 3_000_000);
  const list = await Promise.all(
    ROWS.map(async ([, address, , , params]) => {
      return { url: await address(scene), source, ...params };
    }),
  );

  const outcomes = await uploadAndExit(list);

  for (const [index, [name, , ends]] of ROWS.entries()) {
    const outcome = outcomes[index] ?? "nothing";
    assert(ends.includes(outcome), `${outcome} is not ${ends}: ${name}`);
  }
});
