import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes } from "../support/files.ts";
import { randomFaults } from "../support/line_faults.ts";
import { chooseSeed } from "../support/random.ts";
import type { ResumableServer } from "../support/resumable_server.ts";
import { appendHeaders, rufhHeaders } from "../support/rufh/rufh_requests.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import type { StoredUpload } from "../support/stored_upload.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";
import { TUS, TUS_PATCH } from "../support/tus/tus_requests.ts";
import { TusServer } from "../support/tus/tus_server.ts";

const SIZE = 600_000;
const ROUNDS = 15;
const MAX_REQUESTS = 500;

/** How a protocol writes its requests. */
interface Dialect {
  readonly name: string;
  readonly path: string;
  readonly common: Record<string, string>;
  readonly creation: Record<string, string>;
  start(): ResumableServer<StoredUpload>;
  append(offset: number): Record<string, string>;
}

const length = { "upload-length": String(SIZE) };

const DIALECTS: readonly Dialect[] = [
  {
    name: "tus",
    path: "/files/",
    common: TUS,
    creation: { ...TUS, ...length },
    start: () => new TusServer(),
    append: (offset) => ({ ...TUS_PATCH, "upload-offset": String(offset) }),
  },
  ...([6, 8] as const).map((version) => ({
    name: `draft ${version}`,
    path: "/target",
    common: rufhHeaders(version),
    creation: { ...rufhHeaders(version), ...length, "upload-complete": "?0" },
    start: () => new RufhServer({ version }),
    append: (offset: number) => appendHeaders(version, offset, true),
  })),
];

/** Repeats a request until a response comes. */
async function insist(send: () => Promise<Response>): Promise<Response> {
  for (let tries = 0; tries < MAX_REQUESTS; tries++) {
    try {
      const response = await send();
      await response.body?.cancel();
      return response;
    } catch {
      // The line broke.
    }
  }
  throw new Error("No response came");
}

/** A client that asks for the offset after each failure. */
async function uploadPatiently(
  { path, common, creation, append }: Dialect,
  proxy: TcpProxy,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const created = await insist(() =>
    fetch(new URL(path, proxy.url), { method: "POST", headers: creation })
  );
  assertEquals(created.status, 201);
  const url = created.headers.get("location") ?? "";
  for (let tries = 0; tries < MAX_REQUESTS; tries++) {
    const head = await insist(() =>
      fetch(url, { method: "HEAD", headers: common })
    );
    const offset = Number(head.headers.get("upload-offset"));
    if (offset === bytes.byteLength) return new URL(url).pathname;
    const body = new Blob([bytes.subarray(offset)]).stream();
    const headers = append(offset);
    try {
      await (await fetch(url, { method: "PATCH", headers, body })).text();
    } catch {
      // The line broke.
    }
  }
  throw new Error("The upload did not end");
}

for (const dialect of DIALECTS) {
  Deno.test(`a faulty connection is never blamed on a client of ${dialect.name}`, async () => {
    const seed = chooseSeed();
    let faults = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = randomBytes(SIZE);
      await using server = await dialect.start().listen();
      await using proxy = await new TcpProxy(server.url, {
        faults: randomFaults(seed + round, { chance: 0.6, within: SIZE / 2 }),
      }).listen();

      const path = await uploadPatiently(dialect, proxy, bytes);
      faults += proxy.faults;

      assertEquals(server.violations, []);
      assertEquals(server.repeatedBytes, 0);
      const stored = await server.uploads.get(path)?.bytes();
      assert(stored !== undefined && sameBytes(stored, bytes));
    }
    assert(faults > 0);
  });
}
