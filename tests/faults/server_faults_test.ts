import { upload, type UploadParams } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { uploadAndExit } from "../support/exit.ts";
import { FaultScene } from "../support/fault_scene.ts";
import { type Expected, meetFault } from "../support/invariants.ts";
import { closing } from "../support/raw_request.ts";
import { answer } from "../support/raw_server.ts";
import {
  closes,
  drains,
  type Handler,
  says,
  saysBetween,
  saysEarly,
  stops,
} from "../support/server_faults.ts";

/** Few bytes, and more than the buffers between two sockets hold. */
const SIZES = [5, 64 * 1024 * 1024];

/** What a server does, and what becomes of an upload to it. */
type Row = readonly [
  name: string,
  handle: Handler,
  ends: Expected["ends"],
  params?: UploadParams,
  expected?: Partial<Expected>,
];

const PART = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n";
const NO = "413 Content Too Large";
const CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
const HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
/** The system drops what has come when a connection is reset. */
const MAYBE_LOST = ["413", "network"];
const SHORT = { timeout: 0.3 };
/**
 * If a response arrived and the rest of the body is stuck, Deno keeps the connection, and the program
 * alive, until the server closes it; nothing that a program can do prevents that.
 */
const STUCK = { connections: 1 };

const ROWS: readonly Row[] = [
  ["closes at once", closes, "network"],
  ["closes after the head of the request", saysEarly(""), "network"],
  ["closes after the request", says(""), "network"],
  ["resets the connection", (connection) => connection.reset(), "network"],
  ["closes within the status line", says("HTTP/1.1 20"), "network"],
  ["closes within its headers", says(PART), "network"],
  ["closes early within its headers", saysEarly(PART), "network"],
  ["closes right after its headers", says(`${PART}\r\n`), "network"],
  ["closes early after its headers", saysEarly(`${PART}\r\n`), "network"],
  [
    "refuses at once and keeps reading",
    saysEarly(answer("", NO), drains),
    "413",
  ],
  [
    "refuses at once and stops reading",
    saysEarly(answer("", NO), stops),
    "413",
    {},
    STUCK,
  ],
  ["refuses at once and closes", saysEarly(closing("", NO)), MAYBE_LOST],
  ["refuses at the end and closes", says(closing("", NO)), "413"],
  ["accepts at once and keeps reading", saysBetween(answer("ok"), ""), "200"],
  ["sends a 100 first", saysBetween(CONTINUE, closing("ok")), "200"],
  ["sends a 103 first", saysBetween(HINTS, closing("ok")), "200"],
  ["sends a 100 twice", says(CONTINUE + CONTINUE + closing("ok")), "200"],
  ["sends a 100 and closes", saysBetween(CONTINUE, ""), "network"],
  ["never reads", stops, "timeout", SHORT],
  ["stops reading", saysEarly("", stops), "timeout", SHORT],
  ["never responds", says("", stops), "timeout", SHORT],
  ["stops within its headers", says(PART, stops), "timeout", SHORT],
  [
    "stops after its headers",
    says(`${PART}\r\n`, stops),
    "timeout",
    SHORT,
    STUCK,
  ],
];

for (const [name, handle, ends, params, expected] of ROWS) {
  for (const size of SIZES) {
    Deno.test(`upload() ends with ${ends} when the server ${name} (${size} bytes)`, async () => {
      await meetFault({ ends, size, ...expected }, (scene) => {
        const { fetch, folder } = scene;
        return upload(
          scene.serve((connection) => handle(connection, scene)),
          "PUT",
          { fetch, progress: true, ...params },
          folder.sparse("data.bin", size),
        );
      });
    });
  }
}

Deno.test("upload() never treats an early 200 as success when the server stops reading", async () => {
  const [, size] = SIZES;

  for (
    const [goOn, ends] of [[stops, "timeout"], [closes, "network"]] as const
  ) {
    await meetFault({ ends, size, ...STUCK }, (scene) => {
      const { fetch, folder } = scene;
      const handle = saysEarly(answer("ok"), goOn);
      return upload(
        scene.serve((connection) => handle(connection, scene)),
        "PUT",
        { fetch, ...SHORT },
        folder.sparse("data.bin", size ?? 0),
      );
    });
  }
});

for (const size of SIZES) {
  Deno.test(`upload() ends with timeout when the server never accepts (${size} bytes)`, async () => {
    await meetFault(
      { ends: "timeout" },
      async ({ fetch, folder, use }) => {
        const hostname = "127.0.0.1";
        const { addr: { port } } = use(
          Deno.listen({ hostname, port: 0, tcpBacklog: 1 }),
        );
        // The system accepts one connection more than requested.
        use(await Deno.connect({ hostname, port }));
        use(await Deno.connect({ hostname, port }));
        const running = upload(
          `http://${hostname}:${port}/`,
          "PUT",
          { fetch, ...SHORT },
          folder.sparse("data.bin", size),
        );
        return { running };
      },
    );
  });
}

Deno.test("a program that uploads to such servers exits", async () => {
  await using scene = new FaultScene();
  const rows = ROWS.filter(([, , , , expected]) => expected !== STUCK);
  const list = rows.flatMap(([, handle, , params], row) =>
    SIZES.map((size) => ({
      url: scene.serve((connection) => handle(connection, scene)),
      source: scene.folder.sparse(`${row}-${size}`, size),
      ...params,
    }))
  );

  const outcomes = await uploadAndExit(list);

  assertEquals(outcomes.length, rows.length * SIZES.length);
  for (const [, , ends] of rows) {
    const both = outcomes.splice(0, SIZES.length);
    assert(both.every((outcome) => ends.includes(outcome)), `${both}: ${ends}`);
  }
});
