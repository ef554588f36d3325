import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { TempFolder } from "../support/files.ts";
import { testWith } from "../support/server_program.ts";
import {
  REAL_TUS_SERVERS,
  removeRealTusServers,
  type RunningTusServer,
} from "../support/tus/real_tus_servers.ts";
import { TUS, TUS_PATCH } from "../support/tus/tus_requests.ts";

Deno.test.afterAll(removeRealTusServers);

async function send(
  method: string,
  url: string,
  headers: Record<string, string>,
  body: BodyInit | null = null,
) {
  const response = await fetch(url, { method, headers, body });
  await response.body?.cancel();
  return { status: response.status, headers: response.headers };
}

/** Creates an upload of 10 bytes, sends four, and gives its URL. */
async function begin({ endpoint }: RunningTusServer): Promise<string> {
  const { status, headers } = await send("POST", endpoint, {
    ...TUS,
    "upload-length": "10",
    "upload-metadata": "filename YS50eHQ=",
  });
  assertEquals(status, 201);
  const url = new URL(headers.get("location") ?? "", endpoint).href;
  const patch = await send("PATCH", url, {
    ...TUS_PATCH,
    "upload-offset": "0",
  }, "0123");
  assertEquals([patch.status, patch.headers.get("upload-offset")], [204, "4"]);
  return url;
}

/** The files of a folder that hold these bytes. */
function filesWith(folder: string, bytes: Uint8Array): string[] {
  const names: string[] = [];
  const visit = (path: string) => {
    for (const { name, isDirectory } of Deno.readDirSync(path)) {
      const entry = `${path}/${name}`;
      if (isDirectory) visit(entry);
      else if (sameBytes(Deno.readFileSync(entry), bytes)) names.push(name);
    }
  };
  visit(folder);
  return names;
}

for (const { name, start } of REAL_TUS_SERVERS) {
  testWith(
    ["npm", "node"],
    `${name} keeps an upload over a crash`,
    async () => {
      using folder = new TempFolder();
      const crashed = await start(folder.path);
      const url = await begin(crashed);
      await crashed.kill();

      await using server = await start(folder.path, crashed.port);

      const head = await send("HEAD", url, TUS);
      assertEquals(head.status, 200);
      assertEquals(head.headers.get("upload-offset"), "4");
      const headers = { ...TUS_PATCH, "upload-offset": "4" };
      const { status } = await send("PATCH", url, headers, "456789");
      assert(status === 204 || status === 200);
      const bytes = new TextEncoder().encode("0123456789");
      assertEquals(filesWith(folder.path, bytes).length, 1);
      assertEquals(server.endpoint, crashed.endpoint);
    },
  );

  testWith(
    ["npm", "node"],
    `${name} ends an upload, and ends with its scope`,
    async () => {
      using folder = new TempFolder();
      let port: number;
      {
        await using server = await start(folder.path);
        port = server.port;
        const url = await begin(server);
        assertEquals((await send("DELETE", url, TUS)).status, 204);
        const { status } = await send("HEAD", url, TUS);
        assert(status === 404 || status === 410);
      }
      // Nothing holds the port any more.
      Deno.listen({ hostname: "127.0.0.1", port }).close();
    },
  );
}

testWith(
  ["npm", "node"],
  "@uploadx/core refuses a wrong checksum",
  async () => {
    const uploadx = REAL_TUS_SERVERS.find(({ name }) =>
      name === "@uploadx/core"
    );
    assert(uploadx);
    using folder = new TempFolder();
    await using server = await uploadx.start(folder.path);
    const url = await begin(server);
    const headers = { ...TUS_PATCH, "upload-offset": "4" };
    const wrong = { ...headers, "upload-checksum": "sha1 YQ==" };
    assertEquals((await send("PATCH", url, wrong, "456")).status, 460);
    const head = await send("HEAD", url, TUS);
    assertEquals(head.headers.get("upload-offset"), "4");
    const right = {
      ...headers,
      "upload-checksum": "sha1 UerGtHGihNM0HYwMY9DxooYmKhg=",
    };
    assertEquals((await send("PATCH", url, right, "456")).status, 204);
  },
);
