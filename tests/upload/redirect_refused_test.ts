import { upload, type UploadSource } from "@network/upload";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { chunksOf, streamOf } from "../support/bytes.ts";
import { DeafPort } from "../support/deaf_port.ts";
import { outcomeOf } from "../support/events.ts";
import { closing, redirect, serveAnswers } from "../support/raw_request.ts";

const TYPE = "application/octet-stream";
const SIZE = 3_000_000;

const NOWHERE: readonly (readonly [location: string, says: string])[] = [
  ["ftp://127.0.0.1/", 'it leads to a "ftp:" URL'],
  ["file:///etc/passwd", 'it leads to a "file:" URL'],
  ["data:text/plain,hi", 'it leads to a "data:" URL'],
  ["javascript:alert(1)", 'it leads to a "javascript:" URL'],
  ["http://[", "its Location is not a valid URL"],
  ["/a\r\nLocation: /b", "it has several Location headers"],
  ["/again", "the limit of 10 redirects was reached"],
];

for (const [location, says] of NOWHERE) {
  const shown = JSON.stringify(location);
  Deno.test(`upload() ends with code "network" when a server redirects to ${shown}`, async () => {
    await using server = serveAnswers(redirect(307, location));

    const ended = await upload(server.url, "PUT", new Blob(["x"]), TYPE).ended;

    assertEquals(outcomeOf(ended), "network");
    assertEquals(ended.status, 307);
    const response = String(ended.response);
    assertStringIncludes(response, `: ${says}; upload to the final URL`);
    assertEquals(server.requests.length, location === "/again" ? 11 : 1);
  });
}

for (const limit of [0, 1, 3]) {
  Deno.test(`upload() follows ${limit} redirects with that limit, and refuses the next`, async () => {
    await using server = serveAnswers(redirect(307, "/again"));
    const params = { handleRedirects: { limit } };

    const ended = await upload(server.url, "PUT", params, new Blob(["x"]), TYPE)
      .ended;

    assertEquals(outcomeOf(ended), "network");
    assertStringIncludes(
      String(ended.response),
      `the limit of ${limit} redirects was reached`,
    );
    assertEquals(server.requests.length, limit + 1);
  });
}

Deno.test("upload() reaches the last redirect of its limit", async () => {
  await using server = serveAnswers(
    redirect(307, "/b"),
    redirect(307, "/c"),
    closing("there"),
  );
  const params = { handleRedirects: { limit: 2 } };

  const ended = await upload(server.url, "PUT", params, new Blob(["x"]), TYPE)
    .ended;

  assertEquals(ended.response, "there");
});

const ONCE: readonly (readonly [string, () => UploadSource])[] = [
  ["a stream", () => streamOf(new Uint8Array(SIZE))],
  ["an async iterable", () => chunksOf(new Uint8Array(SIZE))],
];

for (const [kind, make] of ONCE) {
  Deno.test(`upload() says that ${kind} cannot be sent again, and where to send it`, async () => {
    await using server = serveAnswers(redirect(308, "/b?signature=secret"));

    const ended = await upload(server.url, "PUT", make(), TYPE).ended;

    assertEquals(outcomeOf(ended), "source");
    assertEquals(
      ended.response,
      `Cannot follow the redirect to "${server.url}b": a stream cannot be sent again; upload to that URL, or pass a function that opens the source`,
    );
    assertEquals(server.requests.length, 1);
  });

  Deno.test(`upload() follows a 303 even if ${kind} cannot be sent again`, async () => {
    await using server = serveAnswers(redirect(303, "/b"), closing("there"));

    const ended = await upload(server.url, "PUT", make(), TYPE).ended;

    assertEquals([outcomeOf(ended), ended.response], ["200 text", "there"]);
  });
}

Deno.test("upload() keeps the query of a redirect out of its message", async () => {
  using deaf = await DeafPort.find();
  const location = `http://user:pa55@${deaf.url.slice(7)}b?sig=secret#part`;
  await using server = serveAnswers(redirect(307, location));

  const ended = await upload(server.url, "PUT", new Blob(["x"]), TYPE).ended;

  const response = String(ended.response);
  assertEquals(outcomeOf(ended), "network");
  assertStringIncludes(
    response,
    `Cannot upload to "${new URL(deaf.url).host}": Connection refused`,
  );
  assertEquals(/secret|pa55|part/.exec(response), null);
});
