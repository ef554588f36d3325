import { assertEquals, assertMatch } from "@std/assert";
import { upload, type UploadOptions } from "@network/upload";
import { discard, FileStore } from "@network/upload/resumable";
import { s3, type S3Options } from "@network/upload/s3";
import { sameBytes, streamOf } from "../support/bytes.ts";
import { eventsOf } from "../support/events.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { signed } from "../support/s3/signed_request.ts";
import { PART_SIZE } from "../support/s3/s3_scene.ts";
import {
  SWIFT_CREDENTIALS,
  type SwiftServer,
} from "../support/swift/swift_server.ts";
import { swiftTests } from "../support/swift/swift_tests.ts";

const swiftTest = swiftTests();
/** So that a test can do something in the middle of an upload. */
const SLOW = {
  progress: true,
  progressInterval: 0,
  maxBytesPerSecond: 15_000_000,
};
const BYTES = randomBytes(3 * PART_SIZE + 5);

function s3Options(
  swift: SwiftServer,
  key: string,
  options: S3Options = {},
  more: Partial<UploadOptions> = {},
) {
  const credentials = SWIFT_CREDENTIALS;
  return {
    url: swift.pathStyleUrl(key),
    source: BYTES,
    retry: { baseDelay: 0 },
    ...more,
    protocol: s3({ credentials, partSize: PART_SIZE, ...options }),
  };
}

async function get(
  url: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const account = SWIFT_CREDENTIALS;
  return await fetch(signed({ method: "GET", url, query, account }));
}

async function stored(
  swift: SwiftServer,
  key: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return await (await get(swift.pathStyleUrl(key))).bytes();
}

/** How many uploads in parts are not complete. */
async function incomplete(swift: SwiftServer): Promise<number> {
  const bucket = `${swift.url}${swift.bucket}`;
  const xml = await (await get(bucket, { uploads: "" })).text();
  assertMatch(xml, /<ListMultipartUploadsResult/);
  return xml.split("<Upload>").length - 1;
}

for (
  const [name, source] of Object.entries({
    "no bytes": () => new Uint8Array(),
    "one request": () => BYTES.slice(0, 1000),
    parts: () => BYTES,
    "parts of a stream": () => streamOf(BYTES),
  })
) {
  for (const checksum of [undefined, "crc32", "sha256"] as const) {
    swiftTest(
      `Swift stores ${name}, with the checksum ${checksum}`,
      async (swift) => {
        const key = `sent/${name}+${checksum ?? "no"} 100% 文件`;
        const headers = { "x-amz-meta-color": "dark blue" };
        const options = s3Options(swift, key, { checksum }, {
          source: source(),
          headers,
          contentType: "video/mp4",
        });

        const ended = await upload(options).orThrow();

        const whole = new Uint8Array(
          await new Response(source()).arrayBuffer(),
        );
        assertEquals(ended.bytesStored, whole.byteLength);
        assertEquals(sameBytes(await stored(swift, key), whole), true);
        const head = await get(swift.pathStyleUrl(key));
        await head.body?.cancel();
        assertEquals(head.headers.get("content-type"), "video/mp4");
        assertEquals(head.headers.get("x-amz-meta-color"), "dark blue");
        assertEquals(await incomplete(swift), 0);
      },
    );
  }
}

swiftTest(
  "Swift refuses wrong credentials, and the error says why",
  async (swift) => {
    const credentials = { ...SWIFT_CREDENTIALS, secretAccessKey: "wrong" };
    for (const source of [BYTES, BYTES.slice(0, 10)]) {
      const running = upload(
        s3Options(swift, "a", { credentials }, { source }),
      );
      assertEquals((await running).status, 403);
      const error = await running.orThrow().catch((thrown) => thrown);
      assertMatch(error.message, /403 SignatureDoesNotMatch \(/);
    }
  },
);

swiftTest("Swift refuses small parts, and nothing is left", async (swift) => {
  const running = upload(s3Options(swift, "small", { partSize: 1_000_000 }));
  assertEquals((await running).status, 400);
  const error = await running.orThrow().catch((thrown) => thrown);
  assertMatch(error.message, /400 EntityTooSmall \(/);
  assertEquals(await incomplete(swift), 0);
});

swiftTest("Swift has nothing of a cancelled upload", async (swift) => {
  const running = upload(s3Options(swift, "cancelled", { parallel: 2 }, SLOW));
  for await (const { bytesStored } of running) if (bytesStored > 0) break;
  assertEquals((await running).error?.code, "cancelled");
  assertEquals(await incomplete(swift), 0);
});

swiftTest(
  "an upload whose object server is killed ends well",
  async (swift) => {
    const running = upload(s3Options(swift, "killed", { parallel: 1 }, {
      ...SLOW,
      retry: { limit: 50, baseDelay: 200, maxDelay: 200 },
    }));
    let isKilled = false;
    let retries = 0;
    for await (const event of running) {
      if (event.bytesStored > 0 && !isKilled) {
        isKilled = true;
        await swift.kill("object");
      }
      if (event.phase === "retrying" && ++retries === 2) {
        await swift.resume("object");
      }
    }
    assertEquals((await running).status, 200);
    assertEquals(retries >= 2, true);
    assertEquals(sameBytes(await stored(swift, "killed"), BYTES), true);
    assertEquals(await incomplete(swift), 0);
  },
);

swiftTest(
  "a later run goes on with the parts that Swift has, and can discard them",
  async (swift) => {
    using folder = new TempFolder();
    const source = folder.write("film.mp4", BYTES);
    const options = () =>
      s3Options(swift, "resumed", {
        parallel: 1,
        store: new FileStore(`${folder.path}/store`),
      }, { source, ...SLOW });
    for (const isLast of [false, true, false]) {
      for await (const { bytesStored } of upload(options())) {
        if (bytesStored > 0) break;
      }
      assertEquals(await incomplete(swift), 1);
      if (!isLast) continue;
      const events = await eventsOf(upload(options()));
      const first = events.find(({ phase }) => phase === "progress");
      assertEquals(first?.bytesStored, PART_SIZE);
      assertEquals(sameBytes(await stored(swift, "resumed"), BYTES), true);
      assertEquals(await incomplete(swift), 0);
    }
    assertEquals(await discard(options()), true);
    assertEquals(await incomplete(swift), 0);
    assertEquals(await discard(options()), false);
  },
);
