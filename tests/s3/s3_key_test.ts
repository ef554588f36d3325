import { assertEquals } from "@std/assert";
import { hasObject, S3_BYTES, uploadToS3 } from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

Deno.test("keys of any kind reach the server", async () => {
  await using server = await new StrictS3Server().listen();
  const keys = [
    "a b+c%d",
    "naïve/文件 😀.txt",
    "//double//slash",
    "(parens)*'!~-_.",
    "a=b&c;d:e@f,$g#h?i",
    "x".repeat(900),
    "trailing/",
    "100%",
    "%2F",
  ];
  for (const key of keys) {
    const url = server.pathStyleUrl(key);
    const small = await uploadToS3(server, {}, {
      url,
      source: new Uint8Array(5),
    });
    assertEquals([key, small.status], [key, 200]);
    const large = await uploadToS3(server, {}, { url });
    assertEquals([key, large.status], [key, 200]);
    assertEquals(await hasObject(server, S3_BYTES, key), true);
  }
});

Deno.test("characters that a URL leaves unencoded reach the server, too", async () => {
  await using server = await new StrictS3Server().listen();
  const written = `${server.url}uploads/a+b 100% (x)'!*~.txt`;
  const ended = await uploadToS3(server, {}, { url: written });
  assertEquals(ended.status, 200);
  assertEquals(await hasObject(server, S3_BYTES, "a+b 100% (x)'!*~.txt"), true);
});

Deno.test("a key that is not UTF-8 is refused", async () => {
  await using server = await new StrictS3Server().listen();
  const url = `${server.url}uploads/%ff`;
  const { error } = await uploadToS3(server, {}, { url });
  assertEquals(error?.code, "invalid-options");
  assertEquals(server.requests, []);
});
