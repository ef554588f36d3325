import { upload } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { chunksOf, sameBytes } from "../support/bytes.ts";
import { eventsOf } from "../support/events.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { serveAnswers } from "../support/raw_request.ts";
import { headerOf } from "../support/raw_server.ts";

const TYPE = "application/octet-stream";

Deno.test("upload() sends a form with its exact Content-Length", async () => {
  for (const size of [0, 1, 65_536, 5_000_000]) {
    using folder = new TempFolder();
    const bytes = randomBytes(size);
    const path = folder.write("photo.jpg", bytes);
    const multipart = { name: "pic", fields: { title: "Ä" } };
    for (const source of [path, new Blob([bytes]), bytes.slice().buffer]) {
      await using server = serveAnswers();

      const events = await eventsOf(
        upload(
          server.url,
          "POST",
          { progress: true, multipart },
          source,
          "image/jpeg",
        ),
      );

      const [request] = server.requests;
      assert(request !== undefined);
      const { head, body } = request;
      const length = body.byteLength;
      assertEquals(headerOf(head, "content-length"), String(length));
      assertEquals(headerOf(head, "transfer-encoding"), undefined);
      assertEquals(
        events.map((event) => event.bytesEstimated).every((n) => n === length),
        true,
      );
      assertEquals(events.at(-2)?.phase, "progress");
      assertEquals(events.at(-2)?.bytesTransferred, length);
      const form = await new Response(body, {
        headers: { "content-type": headerOf(head, "content-type") ?? "" },
      }).formData();
      assertEquals(form.get("title"), "Ä");
      const file = form.get("pic");
      assert(file instanceof File);
      assertEquals(file.type, "image/jpeg");
      assert(sameBytes(await file.bytes(), bytes));
    }
  }
});

Deno.test("upload() sends a form around a stream without a size chunked", async () => {
  await using server = serveAnswers();
  const bytes = randomBytes(300_000);

  const { bytesEstimated } = await upload(
    server.url,
    "POST",
    { multipart: {} },
    chunksOf(bytes),
    TYPE,
  ).ended;

  const [request] = server.requests;
  assert(request !== undefined);
  assertEquals(bytesEstimated, -1);
  assertEquals(headerOf(request.head, "transfer-encoding"), "chunked");
  const form = await new Response(request.body, {
    headers: { "content-type": headerOf(request.head, "content-type") ?? "" },
  }).formData();
  const file = form.get("file");
  assert(file instanceof File);
  assert(sameBytes(await file.bytes(), bytes));
});
