import {
  cancel,
  type Upload,
  upload,
  type UploadEndedEvent,
  type UploadEvent,
} from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { isOpen } from "../support/open_files.ts";
import { NOT_LINUX } from "../support/platform.ts";
import { type RawConnection, serveRaw } from "../support/raw_server.ts";
import { RejectionWatch } from "../support/rejection_watch.ts";

const MIB = 1024 * 1024;

/** Where an upload stands when it is cancelled. */
interface Moment {
  readonly name: string;
  readonly protocol?: string;
  readonly size: number;
  /** Takes the connection to that moment. */
  reach(connection: RawConnection): Promise<unknown>;
}

const MOMENTS: readonly Moment[] = [
  {
    name: "while it connects",
    protocol: "https:",
    size: 8 * MIB,
    reach: (connection) => connection.readBytes(1),
  },
  {
    name: "while the body is sent",
    size: 256 * MIB,
    reach: async (connection) => {
      await connection.readHead();
      await connection.readBytes(MIB);
    },
  },
  {
    name: "while the server has everything and does not respond",
    size: 8 * MIB,
    reach: async (connection) => {
      await connection.readHead();
      await connection.readBytes(8 * MIB);
    },
  },
  {
    name: "while the response is read",
    size: 8 * MIB,
    reach: async (connection) => {
      await connection.readHead();
      await connection.readBytes(8 * MIB);
      await connection.write(
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
      );
    },
  },
];

/** Ends an upload in its own way at the given moment, and returns the events of its loop. */
type Way = (
  running: Upload,
  moment: Promise<unknown>,
  controller: AbortController,
) => Promise<UploadEvent[]>;

function byCall(
  call: (running: Upload, controller: AbortController) => unknown,
): Way {
  return async (running, moment, controller) => {
    const events = Array.fromAsync(running);
    await moment;
    call(running, controller);
    return await events;
  };
}

const WAYS: readonly (readonly [name: string, way: Way])[] = [
  ["its cancel()", byCall((running) => assert(running.cancel()))],
  ["cancel(handle)", byCall((running) => assert(cancel(running)))],
  ["cancel(id)", byCall(({ requestId }) => assert(cancel(requestId)))],
  ["params.signal", byCall((_running, controller) => controller.abort())],
  ["break", async (running, moment) => {
    const events: UploadEvent[] = [];
    for await (const event of running) {
      events.push(event);
      await moment;
      break;
    }
    return events;
  }],
  ["throw", async (running, moment) => {
    const events: UploadEvent[] = [];
    const thrown = new Error("out of the loop");
    try {
      for await (const event of running) {
        events.push(event);
        await moment;
        throw thrown;
      }
    } catch (caught) {
      assert(caught === thrown);
    }
    return events;
  }],
  ["await using", async (running, moment) => {
    await using scoped = running;
    await moment;
    assertEquals(scoped.requestId, running.requestId);
    return [];
  }],
];

for (const moment of MOMENTS) {
  for (const [name, way] of WAYS) {
    Deno.test(`upload() ends by ${name} ${moment.name}, and releases everything`, async () => {
      using folder = new TempFolder();
      await using rejections = new RejectionWatch();
      const path = folder.sparse("data.bin", moment.size);
      const reached = Promise.withResolvers<void>();
      const gone = Promise.withResolvers<void>();
      await using server = serveRaw(async (connection) => {
        await moment.reach(connection);
        reached.resolve();
        await connection.drain();
        gone.resolve();
      });
      const controller = new AbortController();
      const { signal } = controller;
      const url = server.url.replace("http:", moment.protocol ?? "http:");
      const params = { progress: true, progressInterval: 1e9, signal };

      const running = upload(url, "PUT", params, path);
      const openThen = reached.promise.then(() => isOpen(path));
      const events = await way(running, openThen, controller);
      const ended = await running.ended;

      assertEquals(await openThen, !NOT_LINUX);
      assertEquals(await isOpen(path), false);
      await gone.promise;
      assertCancelled(ended);
      assertEquals(running.cancel(), false);
      const last = events.filter(({ phase }) => phase === "ended");
      const toldOfIt = !["break", "throw", "await using"].includes(name);
      assertEquals(last, toldOfIt ? [ended] : []);
      if (toldOfIt) assert(events.at(-1) === ended);
      assertEquals(await rejections.seen(), []);
    });
  }
}

function assertCancelled(ended: UploadEndedEvent): void {
  assert(ended.isError);
  assertEquals(ended.error.code, "cancelled");
  assertEquals(ended.response, ended.error.message);
}

Deno.test("cancel() is false at the last progress event if the response has arrived", async () => {
  await using server = serve();
  const params = { progress: true, progressInterval: 0 };
  const running = upload(
    server.url,
    "PUT",
    params,
    new Uint8Array(3),
    "text/x",
  );
  const said: boolean[] = [];
  for await (const { phase, bytesTransferred } of running) {
    if (phase === "progress" && bytesTransferred === 3) {
      said.push(running.cancel());
    }
  }

  assertEquals(said, [false]);
  assertEquals((await running.ended).status, 200);
});
