import { type FetchLike, upload, type UploadParams } from "@network/upload";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { outcomeOf } from "../support/events.ts";
import {
  closing,
  readRequest,
  redirect,
  serveAnswers,
} from "../support/raw_request.ts";
import { headerOf, serveRaw } from "../support/raw_server.ts";

const TYPE = "application/octet-stream";
const SOURCE = new Blob(["x"]);

const SECRET = {
  authorization: "Bearer token",
  cookie: "session=1",
  "private-token": "glpat",
  "proxy-authorization": "Basic abc",
  referer: "http://intranet/?key=1",
  "x-amz-security-token": "token",
  "x-api-key": "key",
};
const HARMLESS = {
  accept: "text/x",
  "content-disposition": "inline",
  prefer: "return=minimal",
  "user-agent": "test",
};

for (const status of [302, 307]) {
  Deno.test(`upload() sends no secret to another origin after a ${status}`, async () => {
    await using other = serveAnswers();
    await using server = serveAnswers(redirect(status, other.url));
    const headers = { ...SECRET, ...HARMLESS };

    await upload(server.url, "POST", { headers }, SOURCE, TYPE).ended;

    const first = server.requests[0]?.head ?? "";
    const second = other.requests[0]?.head ?? "";
    for (const [name, value] of Object.entries(headers)) {
      assertEquals(headerOf(first, name), value);
    }
    for (const [name, value] of Object.entries(HARMLESS)) {
      assertEquals(headerOf(second, name), value);
    }
    for (const name of Object.keys(SECRET)) {
      assertEquals(headerOf(second, name), undefined);
    }
    assertEquals(headerOf(second, "host"), new URL(other.url).host);
  });
}

Deno.test("upload() does not send the user of its URL to another origin", async () => {
  await using other = serveAnswers();
  await using server = serveAnswers(redirect(307, other.url));
  const url = server.url.replace("//", "//user:pass@");

  await upload(url, "PUT", SOURCE, TYPE).ended;

  assertEquals(
    [server, other].map(({ requests }) =>
      headerOf(requests[0]?.head ?? "", "authorization")
    ),
    ["Basic dXNlcjpwYXNz", undefined],
  );
});

Deno.test("upload() sends another origin the headers that keepHeaders names", async () => {
  await using other = serveAnswers();
  await using server = serveAnswers(redirect(307, other.url));
  const params: UploadParams = {
    headers: SECRET,
    handleRedirects: { keepHeaders: ["X-API-Key", "Authorization"] },
  };

  await upload(server.url, "PUT", params, SOURCE, TYPE).ended;

  const head = other.requests[0]?.head ?? "";
  assertEquals(headerOf(head, "x-api-key"), "key");
  assertEquals(headerOf(head, "authorization"), "Bearer token");
  assertEquals(headerOf(head, "cookie"), undefined);
});

Deno.test("upload() sends secrets to the same origin, but not after a detour to another", async () => {
  await using other = serveRaw(async (connection) => {
    await readRequest(connection);
    await connection.write(redirect(307, `${server.url}back`));
  });
  await using server = serveAnswers(
    redirect(307, "/again"),
    redirect(307, other.url),
    closing(""),
  );

  await upload(server.url, "PUT", { headers: SECRET }, SOURCE, TYPE).ended;

  for (const name of ["authorization", "cookie", "x-api-key"] as const) {
    assertEquals(
      server.requests.map(({ head }) => headerOf(head, name)),
      [SECRET[name], SECRET[name], undefined],
    );
  }
});

Deno.test("upload() sends the user of a location only to its origin", async () => {
  await using third = serveAnswers();
  await using other = serveAnswers(redirect(307, third.url));
  const location = other.url.replace("//", "//user:pass@");
  await using server = serveAnswers(redirect(307, location));

  const ended = await upload(server.url, "PUT", SOURCE, TYPE).ended;

  assertEquals(
    [server, other, third].map(({ requests }) =>
      headerOf(requests[0]?.head ?? "", "authorization")
    ),
    [undefined, "Basic dXNlcjpwYXNz", undefined],
  );
  assertEquals(ended.responseUrl, third.url);
});

Deno.test("upload() does not go to another origin with sameOrigin", async () => {
  await using other = serveAnswers();
  await using server = serveAnswers(
    redirect(307, "/again"),
    redirect(307, other.url),
  );
  const params = { handleRedirects: { sameOrigin: true } };

  const ended = await upload(server.url, "PUT", params, SOURCE, TYPE).ended;

  assertEquals([outcomeOf(ended), ended.status], ["network", 307]);
  assertStringIncludes(
    String(ended.response),
    `it leads to another origin, "${new URL(other.url).origin}"`,
  );
  assertEquals([server.requests.length, other.requests.length], [2, 0]);
});

const DOWNGRADES: readonly (readonly string[])[] = [
  ["https://one.example/", "http://one.example/"],
  ["http://one.example/", "https://one.example/", "http://one.example/"],
  ["https://one.example/", "https://two.example/", "http://two.example/"],
];

for (const urls of DOWNGRADES) {
  Deno.test(`upload() does not follow ${urls.join(" ")} to the end`, async () => {
    const sent: string[] = [];
    const fetch: FetchLike = ({ href }) => {
      sent.push(href);
      const location = urls[sent.length] ?? "";
      const init = { status: 307, headers: { location } };
      return Promise.resolve(new Response(null, init));
    };
    const [url = ""] = urls;

    const ended = await upload(url, "PUT", { fetch }, SOURCE, TYPE).ended;

    assert(ended.isError);
    assertEquals(ended.error.code, "network");
    assertEquals(
      ended.response,
      `Cannot follow the redirect from "${
        sent.at(-1)
      }": it leads from https: to http:; ` +
        "upload to the final URL, or pass 'handleRedirects: false'",
    );
    assertEquals(sent, urls.slice(0, -1));
  });
}
