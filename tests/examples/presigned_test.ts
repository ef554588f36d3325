import { assert, assertEquals, assertMatch } from "@std/assert";
import { upload } from "@network/upload";
import { s3, type S3SigningRequest } from "@network/upload/s3";
import { handle, type Settings } from "../../examples/presigned/handler.ts";
import { basic, settingsFor } from "../support/presigned_client.ts";
import { hasObject, patternOf } from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

const MIB = 1024 * 1024;

/** Asks the function as a user does. */
async function ask(
  settings: Settings,
  path: string,
  body: unknown,
): Promise<Response> {
  return await handle(
    new Request(`http://127.0.0.1/${path}`, {
      method: "POST",
      headers: basic(settings),
      body: JSON.stringify(body),
    }),
    settings,
  );
}

/** A request to sign; by default that of part 1 of an object of the user. */
function partOf(
  server: StrictS3Server,
  more: Partial<Record<keyof S3SigningRequest, unknown>> = {},
  key = "uploads/ann/film.mp4",
): unknown {
  const url = `${server.pathStyleUrl(key)}?partNumber=1&uploadId=a`;
  return { method: "PUT", url, headers: {}, size: 10, ...more };
}

for (const size of [0, 3 * MIB, 20 * MIB]) {
  Deno.test(`examples/presigned signs an upload of ${size} bytes`, async () => {
    await using server = await new StrictS3Server({ equalParts: true })
      .listen();
    const settings = settingsFor(server);
    const name = "ä & b.bin";
    const created = await ask(settings, "uploads", { name });
    const { url, partSize } = await created.json();
    const bytes = patternOf(size);

    const { error, ok } = await upload({
      url,
      source: new Blob([bytes], { type: "video/mp4" }),
      protocol: s3({
        partSize,
        async sign(request) {
          const response = await ask(settings, "sign", request);
          return (await response.json()).url;
        },
      }),
    });

    assertEquals([error, ok], [undefined, true]);
    const [, key = ""] = decodeURIComponent(url).split("/uploads/ann/");
    assertMatch(key, /^[\da-f-]{36}-ä & b\.bin$/);
    assertEquals(await hasObject(server, bytes, `uploads/ann/${key}`), true);
    const { headers } = server.bucket().object(`uploads/ann/${key}`);
    assertEquals(headers["content-type"], "video/mp4");
  });
}

Deno.test("examples/presigned gives each upload a key of its own", async () => {
  await using server = await new StrictS3Server().listen();
  const urlOf = async () => {
    const created = await ask(settingsFor(server), "uploads", { name: "a" });
    return (await created.json()).url;
  };

  assert(await urlOf() !== await urlOf());
});

Deno.test("examples/presigned signs no more than an upload needs", async () => {
  await using server = await new StrictS3Server().listen();
  const settings = settingsFor(server);
  const object = server.pathStyleUrl("uploads/ann/film.mp4");
  const part = (number: unknown) =>
    partOf(server, { url: `${object}?partNumber=${number}&uploadId=a` });
  const refused = {
    "another user": partOf(server, {}, "uploads/bob/film.mp4"),
    "a way out": partOf(server, {
      url: `${object}/../../%2e%2e/bob/a?partNumber=1&uploadId=a`,
    }),
    "an encoded way out": partOf(server, {
      url: `${object}/..%2f..%2F%2e%2e/bob/a?partNumber=1&uploadId=a`,
    }),
    "a prefix of the name": partOf(server, {}, "uploads/anna/film.mp4"),
    "another server": partOf(server, {
      url: "http://127.0.0.1:1/uploads/uploads/ann/film.mp4",
    }),
    "reading": partOf(server, { method: "GET", url: object }),
    "listing": partOf(server, { method: "GET", url: `${server.url}uploads/` }),
    "removing": partOf(server, { method: "DELETE", url: object }),
    "a public object": partOf(server, { url: `${object}?acl` }),
    "a parameter more": partOf(server, { url: `${object}?versionId=1` }),
    "a copy": partOf(server, { headers: { "X-Amz-Copy-Source": "/b/a" } }),
    "part 0": part(0),
    "no number": part("a"),
    "a part too many": part(641),
    "a part too large": partOf(server, { size: 8 * MIB + 1 }),
  };

  for (const [name, request] of Object.entries(refused)) {
    const response = await ask(settings, "sign", request);
    await response.body?.cancel();
    assertEquals([name, response.status], [name, 403]);
  }
  for (const request of [part(640), partOf(server, { size: 8 * MIB })]) {
    const response = await ask(settings, "sign", request);
    await response.body?.cancel();
    assertEquals(response.status, 200);
  }
});

Deno.test("examples/presigned signs the length, so that no body is longer", async () => {
  await using server = await new StrictS3Server().listen();
  const url = server.pathStyleUrl("uploads/ann/film.mp4");
  const signed = await ask(
    settingsFor(server),
    "sign",
    partOf(server, { url }),
  );
  const { url: presigned } = await signed.json();
  const put = async (body: string) => {
    const response = await fetch(presigned, { method: "PUT", body });
    await response.body?.cancel();
    return response.status;
  };

  assertEquals([await put("0123456789a"), await put("0123456789")], [403, 200]);
});

Deno.test("examples/presigned refuses strangers, and requests that are none", async () => {
  await using server = await new StrictS3Server().listen();
  const settings = settingsFor(server);
  const other = { ...settings, password: "wrong" };
  const status = async (request: Request) => {
    const response = await handle(request, settings);
    await response.body?.cancel();
    return response.status;
  };
  const url = "http://127.0.0.1/sign";
  const withHeader = (authorization: string) =>
    new Request(url, { method: "POST", headers: { authorization } });

  assertEquals(await status(new Request(url, { method: "POST" })), 401);
  const wrong = ["Basic", "Basic %", `Basic ${btoa("ann")}`, "Bearer a"];
  for (const header of [...wrong, basic(other).authorization]) {
    assertEquals([header, await status(withHeader(header))], [header, 401]);
  }
  const known = basic(settings);
  assertEquals(await status(new Request(url, { headers: known })), 405);
  const elsewhere = new Request("http://127.0.0.1/a", { headers: known });
  assertEquals(await status(elsewhere), 404);
  for (const body of ["", "null", "{", '{"method":"PUT"}', '{"url":1}']) {
    const request = new Request(url, { method: "POST", headers: known, body });
    assertEquals([body, await status(request)], [body, 400]);
  }
});
