import {
  upload,
  type UploadEndedEvent,
  type UploadSource,
} from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { sameBytes, streamOf } from "../support/bytes.ts";
import { TempFolder } from "../support/files.ts";
import { type NginxSetup, startNginx } from "../support/nginx.ts";
import { Random } from "../support/random.ts";
import type { ServerProcess } from "../support/server_process.ts";
import { testWith } from "../support/server_program.ts";
import { TrustedTls } from "../support/tls.ts";

const SIZE = 20_000_000;
const BYTES = new Random(1).bytes(SIZE);

/** What a test needs. */
interface Scene {
  readonly server: ServerProcess;
  /** A folder for files. */
  readonly files: TempFolder;
  /** Where nginx stores what is put. */
  readonly stored: string;
  put(name: string, source: UploadSource): Promise<UploadEndedEvent>;
}

/** Defines a test for nginx over HTTP/2. */
function testNginx(
  behaviour: string,
  setup: Partial<NginxSetup>,
  test: (scene: Scene) => Promise<void>,
): void {
  testWith(
    ["nginx", "openssl"],
    `nginx over HTTP/2: ${behaviour}`,
    async (nginx, openssl) => {
      using folder = new TempFolder();
      using files = new TempFolder();
      using tls = new TrustedTls(openssl, "HTTP/2");
      const { identity, fetch } = tls;
      const given = { folder: folder.path, identity, ...setup };
      await using server = await startNginx(nginx, given);
      await test({
        server,
        files,
        stored: `${folder.path}/files`,
        put: (name, source) =>
          upload({
            url: server.url + name,
            method: "PUT",
            source,
            contentType: "application/octet-stream",
            fetch,
          }).ended,
      });
    },
  );
}

/** Checks that a name has the bytes. */
async function checkStored(
  { stored }: Scene,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  const found = await Deno.readFile(`${stored}/${name}`);
  assert(sameBytes(found, bytes), `${name}: ${found.byteLength} bytes`);
}

testNginx("files, Blobs and streams arrive complete", {}, async (scene) => {
  const sources = {
    file: scene.files.write("film.bin", BYTES),
    blob: new Blob([BYTES]),
    stream: streamOf(BYTES),
  };
  for (const [name, source] of Object.entries(sources)) {
    const ended = await scene.put(name, source);

    assertEquals(ended.status, 201, `${ended.error}`);
    await checkStored(scene, name, BYTES);
  }
});

for (
  const [kind, size] of [["small", 2_000], ["large", 1_000_000]] as const
) {
  testNginx(
    `all of 30 ${kind} files arrive over connections that end after 3 requests`,
    { serverDirectives: "keepalive_requests 3;" },
    async (scene) => {
      const bytes = new Random(2).bytes(size);
      const file = scene.files.write("photo.jpg", bytes);
      const names = Array.from({ length: 30 }, (_, index) => `${index}.jpg`);
      const left = [...names];
      const failures: unknown[] = [];
      const work = async () => {
        for (let name = left.pop(); name !== undefined; name = left.pop()) {
          const { isError, status, error } = await scene.put(name, file);
          if (isError || status !== 201) failures.push([name, status, error]);
        }
      };

      await Promise.all(Array.from({ length: 5 }, work));

      assertEquals(failures, []);
      for (const name of names) await checkStored(scene, name, bytes);
    },
  );
}

testNginx(
  "a body above its limit ends with 413, and the connection remains usable",
  { serverDirectives: "client_max_body_size 1m;" },
  async (scene) => {
    const large = scene.files.sparse("large.bin", 512 * 1024 * 1024);
    const small = scene.files.write("small.bin", 1_000_000);

    const ended = await Promise.all([
      scene.put("large", large),
      scene.put("first", small),
      scene.put("stream", streamOf(BYTES)),
      scene.put("second", small),
    ]);

    assertEquals(
      ended.map(({ status, error }) => error?.message ?? status),
      [413, 201, 413, 201],
    );
    assertEquals((await scene.put("third", small)).status, 201);
    const names = [...Deno.readDirSync(scene.stored)].map(({ name }) => name);
    assertEquals(names.sort(), ["first", "second", "third"]);
  },
);

testNginx(
  "uploads continue while it reloads its configuration",
  { reloads: true },
  async (scene) => {
    const bytes = new Random(3).bytes(3_000_000);
    const file = scene.files.write("film.bin", bytes);
    const names = Array.from({ length: 40 }, (_, index) => `${index}`);
    const left = [...names];
    const failures: unknown[] = [];
    const work = async () => {
      for (let name = left.pop(); name !== undefined; name = left.pop()) {
        if (left.length % 10 === 0) scene.server.signal("SIGHUP");
        const { status, error } = await scene.put(name, file);
        if (status !== 201) failures.push([name, status, error]);
      }
    };

    await Promise.all(Array.from({ length: 4 }, work));

    assertEquals(failures, []);
    for (const name of names) await checkStored(scene, name, bytes);
  },
);
