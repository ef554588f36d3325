import { upload, type UploadEndedEvent } from "@network/upload";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { outcomeOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { isOpen } from "../support/open_files.ts";
import { closing } from "../support/raw_request.ts";
import { answer, type RawConnection, serveRaw } from "../support/raw_server.ts";
import { RejectionWatch } from "../support/rejection_watch.ts";

const TYPE = "application/octet-stream";
/** More than the buffers between two sockets hold. */
const SIZE = 64 * 1024 * 1024;

/** Uploads a file to a server that responds after the head of the request, then does as given, if necessary until the end. */
async function uploadTo(
  text: string,
  goOn: (connection: RawConnection, end: Promise<void>) => Promise<unknown>,
  params = {},
): Promise<UploadEndedEvent> {
  using folder = new TempFolder();
  await using rejections = new RejectionWatch();
  const path = folder.sparse("data.bin", SIZE);
  const end = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  await using server = serveRaw(async (connection) => {
    await connection.readHead();
    await connection.write(text);
    await goOn(connection, end.promise);
    done.resolve();
  });

  const ended = await upload(server.url, "PUT", params, path).ended;
  end.resolve();
  // Bytes that were sent may still be on their way to the server.
  await done.promise;

  assertEquals(await isOpen(path), false);
  assertEquals(await rejections.seen(), []);
  return ended;
}

const REFUSALS = [
  ["keeps the connection", answer],
  ["says that it closes", closing],
] as const;

for (const [manner, toAnswer] of REFUSALS) {
  const refusal = toAnswer("too large", "413 Content Too Large");

  Deno.test(`upload() returns an early 413 of a server that keeps reading (${manner})`, async () => {
    const ended = await uploadTo(refusal, (connection) => connection.drain());

    assertEquals([outcomeOf(ended), ended.response], ["413 text", "too large"]);
    assert(ended.bytesTransferred < SIZE);
  });

  Deno.test(`upload() returns an early 413 of a server that stops reading (${manner})`, async () => {
    const ended = await uploadTo(refusal, (_connection, end) => end);

    assertEquals([outcomeOf(ended), ended.response], ["413 text", "too large"]);
    assert(ended.bytesTransferred < SIZE);
  });

  Deno.test(`upload() ends when a server responds 413 and closes at once (${manner})`, async () => {
    const ended = await uploadTo(refusal, () => Promise.resolve());

    // The system may drop the response when the connection is reset.
    assert(["413 text", "network"].includes(outcomeOf(ended)));
    assert(ended.bytesTransferred < SIZE);
  });

  Deno.test(`upload() sends the rest after an early 200 if the server keeps reading (${manner})`, async () => {
    let read = 0;

    const ended = await uploadTo(toAnswer("ok"), async (connection) => {
      read = (await connection.readBytes(SIZE)).byteLength;
    });

    assertEquals([outcomeOf(ended), ended.response], ["200 text", "ok"]);
    assertEquals([ended.bytesTransferred, read], [SIZE, SIZE]);
  });

  Deno.test(`upload() reports that a server responded 200 early and closed (${manner})`, async () => {
    const ended = await uploadTo(toAnswer("ok"), () => Promise.resolve());

    assertEquals(outcomeOf(ended), "network");
    assert(ended.bytesTransferred < SIZE);
  });

  Deno.test(`upload() ends with code "timeout" when a server responds 200 early and stops reading (${manner})`, async () => {
    const ended = await uploadTo(toAnswer("ok"), (_connection, end) => end, {
      timeout: 0.3,
    });

    assertEquals(outcomeOf(ended), "timeout");
    assertEquals([ended.status, ended.ok], [200, false]);
    assert(ended.bytesTransferred < SIZE);
  });
}

Deno.test("upload() says how far a server read before it responded 200 early and closed", async () => {
  const ended = await uploadTo(
    answer("ok"),
    (connection) => connection.readBytes(1_000_000),
  );

  assert(ended.isError);
  assertEquals(ended.error.code, "network");
  assertStringIncludes(ended.response, `of ${SIZE} bytes`);
});

for (const status of ["302 Found", "303 See Other"]) {
  Deno.test(`upload() fails if a server responds ${status} early, whatever the outcome of the GET`, async () => {
    using folder = new TempFolder();
    const path = folder.sparse("data.bin", SIZE);
    await using server = serveRaw(async (connection) => {
      const head = await connection.readHead();
      if (head.startsWith("GET ")) {
        await connection.write(closing("please log in"));
      } else {
        await connection.write(closing("", status, "Location: /login\r\n"));
        await connection.drain();
      }
    });

    const ended = await upload(server.url, "POST", path, TYPE).ended;

    assertEquals([outcomeOf(ended), ended.ok, ended.status], [
      "network",
      false,
      200,
    ]);
    assertStringIncludes(
      String(ended.response),
      "responded with 200, but stopped reading",
    );
    assert(ended.bytesTransferred < SIZE);
  });
}
