import { upload } from "@network/upload";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { eventsOf, outcomeOf } from "../support/events.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { isOpen } from "../support/open_files.ts";
import { closing, redirect, serveAnswers } from "../support/raw_request.ts";
import { headerOf, serveRaw } from "../support/raw_server.ts";

const TYPE = "application/octet-stream";
const SIZE = 3_000_000;

const FOLLOWED: readonly (readonly [
  status: number,
  method: string,
  then: string,
])[] = [
  [301, "POST", "GET"],
  [302, "POST", "GET"],
  [303, "POST", "GET"],
  [307, "POST", "POST"],
  [308, "POST", "POST"],
  [301, "PUT", "PUT"],
  [302, "PUT", "PUT"],
  [303, "PUT", "GET"],
  [307, "PUT", "PUT"],
  [308, "PUT", "PUT"],
];

for (const [status, method, then] of FOLLOWED) {
  for (const size of [5, SIZE]) {
    Deno.test(`upload() follows a ${status} of a ${method} of ${size} bytes with a ${then}`, async () => {
      using folder = new TempFolder();
      const bytes = randomBytes(size);
      const path = folder.write("data.bin", bytes);
      await using server = serveAnswers(
        redirect(status, "/b?c=d"),
        closing("there"),
      );

      const events = await eventsOf(upload(
        `${server.url}a`,
        method,
        { progress: true, headers: { "x-mine": "kept" } },
        path,
        TYPE,
      ));

      const [first, second] = server.requests;
      const ended = events.at(-1);
      assert(first && second && ended?.phase === "ended");
      assertEquals(server.requests.length, 2);
      assertEquals([outcomeOf(ended), ended.response], ["200 text", "there"]);
      assert(sameBytes(first.body, bytes));
      assertStringIncludes(second.head, `${then} /b?c=d HTTP/1.1`);
      assertEquals(headerOf(second.head, "x-mine"), "kept");
      const again = then !== "GET";
      assert(sameBytes(second.body, again ? bytes : new Uint8Array()));
      assertEquals(
        headerOf(second.head, "content-type"),
        again ? TYPE : undefined,
      );
      assertEquals(
        headerOf(second.head, "content-length"),
        again ? String(size) : undefined,
      );
      assertEquals(ended.bytesTransferred, size);
      assertEquals(ended.url, `${server.url}a`);
      const phases = events.map(({ phase }) => phase);
      assertEquals(phases.filter((phase) => phase !== "progress"), [
        "began",
        "ended",
      ]);
      assertEquals(events.at(-2)?.bytesTransferred, size);
      assertEquals(await isOpen(path), false);
    });
  }
}

Deno.test("upload() reports that bytes in memory were sent even if a redirect drops them", async () => {
  await using server = serveAnswers(redirect(303, "/b"), closing(""));
  const source = new Uint8Array(5);

  const events = await eventsOf(
    upload(server.url, "PUT", { progress: true }, source, TYPE),
  );

  assertEquals(
    events.map(({ phase, bytesTransferred }) => [phase, bytesTransferred]),
    [["began", 0], ["progress", 5], ["ended", 5]],
  );
});

Deno.test("upload() counts from 0 when it sends the body again", async () => {
  await using server = serveAnswers(redirect(307, "/b"), closing(""));
  const params = { progress: true, progressInterval: 0 };
  const source = new Uint8Array(SIZE);
  const counts: number[] = [];

  const running = upload(server.url, "PUT", params, source, TYPE);
  for await (const { bytesTransferred } of running) {
    counts.push(bytesTransferred);
  }

  const falls = counts.filter((count, index) =>
    count < (counts[index - 1] ?? 0)
  );
  assertEquals(falls.length, 1);
  assertEquals(counts.at(-1), SIZE);
});

Deno.test("upload() follows no redirect with handleRedirects: false", async () => {
  await using server = serveAnswers(redirect(307, "/b"));
  const params = { handleRedirects: false };

  const ended = await upload(server.url, "PUT", params, new Blob(["x"]), TYPE)
    .ended;

  assertEquals([outcomeOf(ended), ended.response], ["307 text", "gone"]);
  assertEquals(ended.ok, false);
  assertEquals(ended.responseHeaders.location, "/b");
  assertEquals(server.requests.length, 1);
});

Deno.test("upload() treats a 300, a 304 and a 307 without a Location as the response", async () => {
  const answers = [
    redirect(300, "/b"),
    "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n",
    closing("", "307 Temporary Redirect"),
  ];
  for (const text of answers) {
    await using server = serveAnswers(text);

    const { status } = await upload(server.url, "PUT", new Blob(["x"]), TYPE)
      .ended;

    assertEquals(status, Number(text.slice(9, 12)));
    assertEquals(server.requests.length, 1);
  }
});

Deno.test("upload() sends the whole body to the target of an early 307", async () => {
  const size = 64 * 1024 * 1024;
  using folder = new TempFolder();
  const path = folder.sparse("data.bin", size);
  const first = Promise.withResolvers<number>();
  await using there = serveAnswers();
  await using server = serveRaw(async (connection) => {
    await connection.readHead();
    await connection.readBytes(1_000_000);
    await connection.write(redirect(307, there.url));
    first.resolve(await connection.drain());
  });

  const ended = await upload(server.url, "PUT", path).ended;

  assertEquals(outcomeOf(ended), "200 text");
  assertEquals(ended.bytesTransferred, size);
  assertEquals(there.requests[0]?.body.byteLength, size);
  assert(await first.promise < size - 1_000_000);
  assertEquals(await isOpen(path), false);
});
