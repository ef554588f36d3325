import { assertEquals, assertRejects } from "@std/assert";
import { RawUpload } from "../support/s3/raw_upload.ts";
import {
  errorInside200,
  htmlAnswer,
  nextOf,
  padded,
  refusing,
  truncated,
} from "../support/s3/s3_hooks.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

/** Creates an upload of one part, and returns what completes it. */
async function begin(server: StrictS3Server) {
  const upload = await new RawUpload(server).create();
  const { headers } = await upload.part(1, "film");
  const parts = [[1, headers.get("etag") ?? ""]] as const;
  return { upload, complete: () => upload.complete(parts) };
}

Deno.test("a hook refuses requests of an operation, or one part, for a few times", async () => {
  await using server = await new StrictS3Server().listen();
  const upload = await new RawUpload(server).create();
  server.hooks.answer = refusing("UploadPart", "SlowDown", {
    times: 2,
    partNumber: 2,
    headers: { "retry-after": "7" },
  });
  assertEquals((await upload.part(1, "a")).status, 200);
  const refused = await upload.part(2, "b");
  assertEquals([refused.status, refused.xml["Code"]], [503, "SlowDown"]);
  assertEquals(refused.headers.get("retry-after"), "7");
  assertEquals((await upload.part(2, "b")).status, 503);
  assertEquals((await upload.part(2, "b")).status, 200);
  assertEquals([...server.partsSent], [[1, 1], [2, 3]]);
  assertEquals(server.violations, []);
});

Deno.test("a hook responds before the body is read, and closes the connection", async () => {
  await using server = await new StrictS3Server().listen();
  const upload = await new RawUpload(server).create();
  server.hooks.answer = refusing("UploadPart", "RequestTimeout", {
    isEarly: true,
  });
  const { status, xml, headers } = await upload.part(1, "film");
  assertEquals([status, xml["Code"]], [400, "RequestTimeout"]);
  assertEquals(headers.get("connection"), "close");
  assertEquals((await upload.part(1, "film")).status, 200);
});

Deno.test("a hook loses the answer of a part that is stored, and of a completed upload", async () => {
  await using server = await new StrictS3Server().listen();
  const { upload, complete } = await begin(server);
  server.hooks.lose = nextOf("UploadPart");
  await assertRejects(() => upload.part(2, "x"), TypeError);
  assertEquals(server.bucket().onlyUpload.parts.size, 2);
  server.hooks.lose = nextOf("CompleteMultipartUpload");
  await assertRejects(() => complete(), TypeError);
  assertEquals(server.bucket().object("film.mp4").size, 4);
  assertEquals(server.requests.at(-1)?.status, undefined);
  assertEquals((await upload.list()).xml["Code"], "NoSuchUpload");
  assertEquals((await upload.send("HEAD")).status, 200);
});

Deno.test("a hook cuts the connection, and nothing of the part is stored", async () => {
  await using server = await new StrictS3Server().listen();
  const { upload } = await begin(server);
  server.hooks.cut = ({ partNumber }) => partNumber === 2 ? 3 : undefined;
  await assertRejects(() => upload.part(2, "film"), TypeError);
  assertEquals([...server.bucket().onlyUpload.parts.keys()], [1]);
});

Deno.test("a hook pads the answer of a completed upload, and holds it back", async () => {
  await using server = await new StrictS3Server().listen();
  const { complete } = await begin(server);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.hooks.change = ({ operation }, answer) => {
    if (operation !== "CompleteMultipartUpload") return undefined;
    setTimeout(resolve);
    return padded(answer, promise);
  };
  const { status, text, headers } = await complete();
  assertEquals(status, 200);
  assertEquals(headers.has("content-length"), false);
  assertEquals(/^<\?xml [^>]*>\n\s{100,}<Complete.*>$/s.test(text), true);
});

Deno.test("a hook responds with an error inside a 200, with HTML, and with half of the XML", async () => {
  await using server = await new StrictS3Server().listen();
  const { complete } = await begin(server);
  server.hooks.answer = (request) => errorInside200("InternalError", request);
  const inside = await complete();
  assertEquals([inside.status, inside.xml["Code"]], [200, "InternalError"]);
  server.hooks.answer = () => htmlAnswer(502);
  assertEquals((await complete()).status, 502);
  server.hooks = { change: (_, answer) => truncated(answer) };
  assertEquals((await complete()).text.endsWith(">"), false);
  assertEquals(server.bucket().object("film.mp4").size, 4);
});

Deno.test("parts that land after an abort stay until the upload is aborted again", async () => {
  await using server = await new StrictS3Server().listen();
  const { upload } = await begin(server);
  server.hooks.landAfterAbort = ({ aborts }) => aborts < 3 ? 1 : 0;
  for (const left of [1, 1]) {
    assertEquals((await upload.abort()).status, 204);
    assertEquals((await upload.list()).text.split("<Part>").length - 1, left);
    assertEquals(server.bucket().uploads.length, 1);
    assertEquals((await upload.part(2, "x")).xml["Code"], "NoSuchUpload");
  }
  assertEquals((await upload.abort()).status, 204);
  assertEquals((await upload.list()).xml["Code"], "NoSuchUpload");
  assertEquals(server.bucket().uploads, []);
});

Deno.test("a part in flight lands after an abort", async () => {
  await using server = await new StrictS3Server().listen();
  const { upload } = await begin(server);
  const landing = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  server.hooks.hold = () => {
    arrived.resolve();
    return landing.promise;
  };
  const part = upload.part(2, "late");
  await arrived.promise;
  assertEquals((await upload.abort()).status, 204);
  landing.resolve();
  assertEquals((await part).status, 200);
  assertEquals([...server.bucket().onlyUpload.parts.keys()], [2]);
  assertEquals((await upload.abort()).status, 204);
  assertEquals(server.bucket().uploads, []);
});
