import type { UploadParams } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { testHttp2 } from "../support/http2_scene.ts";
import { checkEvents } from "../support/invariants.ts";

/** Few bytes, and more than a client sends before it hears of anything. */
const SIZES = [5, 8 * 1024 * 1024];
const SHORT = { timeout: 0.5 };
/** Streams have a window that a large body fills, the connection has not. */
const NARROW = { window: 2 ** 26 };

/** What a server does, by the path of a request, and what an upload to it ends with. */
const ROWS: readonly (readonly [
  name: string,
  path: string,
  ends: string,
  params?: UploadParams,
])[] = [
  ["reads everything", "take", "200"],
  ["ends the stream after the response", "late", "200"],
  ["sends a trailer", "trailer", "200"],
  ["sends interim responses", "hints", "200"],
  ["sends a long header", "header?size=60000", "200"],
  ["sends GOAWAY and responds", "goaway?then=answer", "200"],
  [
    "sends GOAWAY at the end and responds",
    "goaway?then=answer&after=whole",
    "200",
  ],
  ["refuses at once and keeps reading", "early?status=413&then=read", "413"],
  ["refuses at once and stops reading", "early?status=413&then=stop", "413"],
  [
    "refuses at once with NO_ERROR",
    "early?status=413&size=9&then=NO_ERROR",
    "413",
  ],
  [
    "refuses halfway with NO_ERROR",
    "early?status=413&size=9&then=NO_ERROR&after=1",
    "413",
  ],
  ["refuses at once and cancels", "early?status=413&then=CANCEL", "413"],
  ["never responds", "silent", "timeout", SHORT],
  ["never reads", "stall", "timeout", SHORT],
  ["sends GOAWAY and never responds", "goaway", "timeout", SHORT],
  ...[
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "CANCEL",
    "ENHANCE_YOUR_CALM",
    "HTTP_1_1_REQUIRED",
  ].flatMap((code) =>
    ["", "&after=1", "&after=whole"].map((after) =>
      [
        `resets the stream with ${code}${after.replace("&", ", ")}`,
        `reset?code=${code}${after}`,
        "network",
      ] as const
    )
  ),
  ...["NO_ERROR", "CANCEL", "INTERNAL_ERROR"].flatMap((code) =>
    [
      [
        `cuts its answer off with ${code}`,
        `long?size=500&length=1000&code=${code}`,
        "network",
      ],
      [
        `cuts its answer off with ${code} before the first byte`,
        `long?size=0&length=1000&code=${code}`,
        "network",
      ],
    ] as const
  ),
  [
    "cuts off a response of unknown length",
    "long?size=500&code=INTERNAL_ERROR",
    "network",
  ],
];

for (const [name, path, ends, params] of ROWS) {
  testHttp2(
    `upload() over HTTP/2 ends with ${ends} when the server ${name}`,
    async (server, { folder }) => {
      for (const [index, size] of SIZES.entries()) {
        const file = folder.write(`${index}`, size);
        // No stream can be sent again: each row shows what one request leads to.
        const { readable } = await Deno.open(file);
        const one = pathOf(path, index);

        const running = server.put(one, readable, {
          method: "POST",
          size,
          progress: true,
          progressInterval: 0,
          ...params,
        });
        const events = await Array.fromAsync(running);

        const ended = await running.ended;
        checkEvents(events, ended);
        const outcome = ended.isError ? ended.error.code : `${ended.status}`;
        assertEquals(outcome, ends, ended.error?.message);
      }
      await server.settle();
      for (const [index, size] of SIZES.entries()) {
        const one = pathOf(path, index);
        assertEquals(server.requestsFor(one).length, 1);
        for (const body of server.bodiesOf(one)) {
          assertEquals(body.length, size, "a body looked whole");
        }
      }
    },
  );
}

/** A path of its own for each size. */
function pathOf(path: string, index: number): string {
  return path.replace(/\?|$/, `/${index}$&`);
}

testHttp2(
  "upload() over HTTP/2 never treats an early 200 as success",
  async (server, { folder }) => {
    const file = folder.sparse("large.bin", 64 * 1024 * 1024);

    for (const then of ["NO_ERROR", "CANCEL", "INTERNAL_ERROR"]) {
      const path = `early?status=200&size=2&then=${then}`;
      const ended = await server.put(path, file).ended;

      assert(ended.isError);
      assertEquals(ended.error.code, "network", then);
    }
  },
  NARROW,
);

/** Deno never gives up an unread body after the response. */
const STUCK = 1;

testHttp2(
  "upload() over HTTP/2 never treats an early 200 as success when the server stops reading",
  async (server, { folder }) => {
    const file = folder.sparse("large.bin", 64 * 1024 * 1024);
    const path = "early?status=200&size=2&then=stop";

    const ended = await server.put(path, file, SHORT).ended;
    const next = await server.put("take", new Uint8Array(5)).ended;

    assertEquals(ended.error?.code, "timeout");
    assertEquals(next.status, 200);
  },
  NARROW,
  STUCK,
);

testHttp2(
  "upload() over HTTP/2 ends with 413 at once when the server refuses and stops reading",
  async (server, { folder }) => {
    const file = folder.sparse("large.bin", 64 * 1024 * 1024);
    const path = "early?status=413&size=2&then=stop";

    const ended = await server.put(path, file, { timeout: 0 }).ended;
    const next = await server.put("take", new Uint8Array(5)).ended;

    assertEquals([ended.status, ended.response], [413, "xx"]);
    assertEquals(next.status, 200);
  },
  NARROW,
  STUCK,
);
