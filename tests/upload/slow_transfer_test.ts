import { type FetchLike, upload } from "@network/upload";
import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { ByteCounterStream } from "../../src/streams/byte_counter_stream.ts";
import { outcomeOf } from "../support/events.ts";
import { closing } from "../support/raw_request.ts";
import { serveRaw } from "../support/raw_server.ts";
import { turns } from "../support/turns.ts";
import { until } from "../support/until.ts";

const TYPE = "application/octet-stream";

const TIMEOUT = 0.2;

Deno.test("upload() allows a slow source that hangs no more time than its timeout", async () => {
  using time = new FakeTime();
  const hangs = Promise.withResolvers<void>();
  async function* slow() {
    for (let index = 0; index < 80; index++) {
      yield new Uint8Array(70_000);
      time.tick(TIMEOUT * 900);
    }
    hangs.resolve();
    await new Promise(() => {});
  }
  await using server = serveRaw((connection) => connection.drain());
  const params = { timeout: TIMEOUT };
  const running = upload(server.url, "PUT", params, slow(), TYPE);
  await hangs.promise;

  time.tick(TIMEOUT * 1100);

  assertEquals(running.cancel(), false);
  const { error } = await running.ended;
  assertEquals(error?.code, "timeout");
});

Deno.test("upload() may take longer than its timeout while bytes move in either direction", async () => {
  using time = new FakeTime();
  // The last bytes are held back for one pause more.
  const pause = () => time.tick(TIMEOUT * 450);
  async function* slow() {
    for (let index = 0; index < 5; index++) {
      yield new Uint8Array(70_000);
      pause();
    }
  }
  let arrived = 0;
  const counting: FetchLike = async (url, init) => {
    const response = await fetch(url, init);
    const counted = new ByteCounterStream((total) => arrived = total);
    return new Response(response.body?.pipeThrough(counted), response);
  };
  await using server = serveRaw(async (connection) => {
    await connection.readHead();
    await connection.readBytes(350_000);
    const [head, text] = closing("12345").split("\r\n\r\n");
    await connection.write(`${head}\r\n\r\n`);
    for (const [index, character] of [...text ?? ""].entries()) {
      await connection.write(character);
      await until(() => arrived > index);
      pause();
    }
  });

  const ended = await upload(
    server.url,
    "PUT",
    { timeout: TIMEOUT, size: 350_000, fetch: counting },
    slow(),
    TYPE,
  ).ended;

  assertEquals([outcomeOf(ended), ended.response], ["200 text", "12345"]);
});

Deno.test("upload() has no limit with timeout 0", async () => {
  using time = new FakeTime();
  await using server = serveRaw(async (connection) => {
    await connection.readHead();
    await connection.readBytes(5);
    time.tick(3_600_000);
    await turns();
    await connection.write(closing("late"));
  });

  const ended = await upload(
    server.url,
    "PUT",
    { timeout: 0 },
    new Uint8Array(5),
    TYPE,
  )
    .ended;

  assertEquals(ended.response, "late");
});
