import { assertEquals, assertStringIncludes } from "@std/assert";
import { upload, type UploadSource } from "@network/upload";
import { chunksOf, streamOf } from "../support/bytes.ts";
import { DeafPort } from "../support/deaf_port.ts";
import { outcomeOf } from "../support/events.ts";
import {
  closing,
  readRequest,
  redirect,
  serveAnswers,
} from "../support/raw_request.ts";
import { headerOf, serveRaw } from "../support/raw_server.ts";

const TYPE = "application/octet-stream";
const SIZE = 3_000_000;

const SECRET_HEADERS = {
  authorization: "Bearer token",
  cookie: "session=1",
  "proxy-authorization": "Basic abc",
};

Deno.test("upload() shows credentials to no other origin", async () => {
  for (const status of [302, 307]) {
    await using other = serveAnswers();
    await using server = serveAnswers(redirect(status, other.url));
    const url = server.url.replace("//", "//user:pass@");
    const headers = { cookie: "session=1", "x-mine": "kept" };

    await upload(url, "POST", { headers }, new Blob(["x"]), TYPE).ended;

    const head = other.requests[0]?.head ?? "";
    for (const name of Object.keys(SECRET_HEADERS)) {
      assertEquals(headerOf(head, name), undefined);
    }
    assertEquals(headerOf(head, "x-mine"), "kept");
    const firstHead = server.requests[0]?.head ?? "";
    assertEquals(headerOf(firstHead, "authorization"), "Basic dXNlcjpwYXNz");
  }
});

Deno.test("upload() shows credentials again to the same origin, and not when it comes back to it", async () => {
  await using other = serveRaw(async (connection) => {
    await readRequest(connection);
    await connection.write(redirect(307, `${server.url}back`));
  });
  await using server = serveAnswers(
    redirect(307, "/again"),
    redirect(307, other.url),
    closing(""),
  );
  const headers = SECRET_HEADERS;

  await upload(server.url, "PUT", { headers }, new Blob(["x"]), TYPE).ended;

  assertEquals(
    server.requests.map(({ head }) => headerOf(head, "authorization")),
    ["Bearer token", "Bearer token", undefined],
  );
});

const NOWHERE: readonly (readonly [location: string, says: string])[] = [
  ["ftp://127.0.0.1/", "redirects to a ftp: URL"],
  ["file:///etc/passwd", "redirects to a file: URL"],
  ["data:text/plain,hi", "redirects to a data: URL"],
  ["http://[", "redirects to what is no URL"],
  ["/again", "redirects more than 10 times"],
];

for (const [location, says] of NOWHERE) {
  Deno.test(`upload() ends with code "network" when a server redirects to ${location}`, async () => {
    await using server = serveAnswers(redirect(307, location));

    const ended = await upload(server.url, "PUT", new Blob(["x"]), TYPE).ended;

    assertEquals(outcomeOf(ended), "network");
    const response = String(ended.response);
    assertStringIncludes(response, says);
    assertStringIncludes(response, "upload to the final address");
    assertEquals(server.requests.length, location === "/again" ? 11 : 1);
  });
}

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
      `the server redirects to ${server.url}b, and a stream cannot be sent again: upload to that address`,
    );
    assertEquals(server.requests.length, 1);
  });

  Deno.test(`upload() follows a 303 though ${kind} cannot be sent again`, async () => {
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
