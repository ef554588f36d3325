import { assertEquals, assertMatch } from "@std/assert";
import { S3_CREDENTIALS } from "../support/s3/s3_options.ts";
import {
  elementsOf,
  signed,
  type SignedRequest,
} from "../support/s3/signed_request.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

const TOKEN = "to+k/en=";

Deno.test("the S3 server refuses a body of unknown length, and what is not signed", async () => {
  await using server = await new StrictS3Server().listen();
  const url = server.pathStyleUrl("film.mp4");
  const { url: href } = signed({ method: "PUT", url, expires: 60 });
  const put = async (url: string) => {
    const body = new Blob(["film"]).stream();
    const response = await fetch(url, { method: "PUT", body });
    return [response.status, elementsOf(await response.text())["Code"]];
  };
  assertEquals(await put(href), [501, "NotImplemented"]);
  assertEquals(await put(url), [403, "AccessDenied"]);
  assertEquals(await put(`${url}%ff`), [400, "InvalidURI"]);
});

Deno.test("the S3 server refuses a PUT without a length", async () => {
  await using server = await new StrictS3Server().listen();
  const url = server.pathStyleUrl("film.mp4");
  const { host, pathname, search } = new URL(
    signed({ method: "PUT", url, expires: 60 }).url,
  );
  const port = Number(new URL(url).port);
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const head = `PUT ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  await connection.write(new TextEncoder().encode(head));
  const buffer = new Uint8Array(1024);
  const count = await connection.read(buffer);
  const text = new TextDecoder().decode(buffer.subarray(0, count ?? 0));
  assertMatch(text, /^HTTP\/1\.1 411 /);
});

Deno.test("the S3 server knows a token until it expires, and tells its time", async () => {
  await using server = await new StrictS3Server().listen();
  const account = { ...S3_CREDENTIALS, sessionToken: TOKEN, isExpired: false };
  server.accounts = [account];
  const put = async (more: Partial<SignedRequest> = {}) => {
    const url = server.pathStyleUrl("film.mp4");
    const request = { method: "PUT", url, body: "film", account, ...more };
    const response = await fetch(signed(request));
    const { Code } = elementsOf(await response.text());
    return { code: Code, date: Date.parse(response.headers.get("date") ?? "") };
  };
  assertEquals((await put()).code, undefined);
  account.isExpired = true;
  assertEquals((await put()).code, "ExpiredToken");
  account.isExpired = false;
  server.skew = 3_600_000;
  const { code, date } = await put();
  assertEquals(code, "RequestTimeTooSkewed");
  assertEquals((await put({ time: date })).code, undefined);
  assertEquals(server.violations, []);
});

Deno.test("the S3 server takes a bucket in the host", async () => {
  await using server = await new StrictS3Server({ buckets: ["a.b"] }).listen();
  using client = Deno.createHttpClient({ proxy: { url: server.url } });
  const url = server.virtualHostedUrl("//a b+c", "a.b");
  const request = signed({ method: "PUT", url, body: "film" });
  const response = await fetch(request, { client });
  assertEquals([response.status, await response.text()], [200, ""]);
  assertEquals([...server.bucket("a.b").objects.keys()], ["//a b+c"]);
  assertEquals(server.requests[0]?.isVirtualHosted, true);
});
