import { upload } from "@network/upload";
import { discard, MemoryStore } from "@network/upload/resumable";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { serve } from "../support/http_server.ts";
import {
  hasStored,
  requestsTo,
  TUS_BYTES,
  tusOptions,
  uploadByTus,
} from "../support/tus/tus_scene.ts";
import { TusServer } from "../support/tus/tus_server.ts";

const LOCATIONS: readonly [
  name: string,
  location: (url: URL) => string,
][] = [
  ["absolute", ({ href }) => href],
  ["of the same scheme", ({ host, pathname }) => `//${host}${pathname}`],
  ["an absolute path", ({ pathname }) => pathname],
  ["a relative path", ({ pathname }) => pathname.split("/").at(-1) ?? ""],
  ["with a query", ({ href }) => `${href}?token=secret`],
];

for (const [name, location] of LOCATIONS) {
  Deno.test(`tus finds an upload whose Location is ${name}`, async () => {
    await using server = await new TusServer().listen();
    server.hooks.location = location;

    const ended = await uploadByTus(server);

    assertEquals(ended.status, 204);
    assert(await hasStored(server));
  });
}

for (const status of [307, 308]) {
  Deno.test(`a creation that is redirected (${status}) resolves a Location at its end`, async () => {
    await using server = await new TusServer().listen();
    server.hooks.location = ({ pathname }) => pathname;
    await using entry = serve(() =>
      new Response(null, { status, headers: { location: server.endpoint } })
    );

    const ended = await uploadByTus({ endpoint: `${entry.url}start` }, {}, {
      headers: { authorization: "secret", accept: "text/plain" },
    });

    assertEquals(ended.status, 204);
    assertEquals(entry.received.length, 1);
    assert(await hasStored(server));
    for (const { headers } of server.requests) {
      assertEquals(headers.get("authorization"), null);
      assertEquals(headers.get("accept"), "text/plain");
    }
  });
}

Deno.test("an upload at another origin gets the secret headers that may leave, and no others", async () => {
  await using server = await new TusServer().listen();
  await using entry = await new TusServer().listen();
  entry.hooks.location = ({ pathname }) =>
    new URL(pathname, server.url).href.replace("127.0.0.1", "u:p@127.0.0.1");
  let breaks = 1;
  server.hooks.keep = () => breaks-- > 0 ? 5 : undefined;
  await uploadByTus(server, {}, { source: new Uint8Array() });
  server.requests.length = 0;

  const ended = await uploadByTus(entry, { uploadUrl: undefined }, {
    source: new Uint8Array(10),
    headers: { cookie: "secret", "x-a": "kept", authorization: "secret" },
    handleRedirects: { keepHeaders: ["X-A"] },
  });

  // The other server has only an empty upload, which takes nothing.
  assertEquals(ended.ok, false);
  assert(server.requests.length > 0);
  for (const { headers } of server.requests) {
    assertEquals(headers.get("x-a"), "kept");
    assertEquals(headers.get("cookie"), null);
    assertEquals(headers.get("authorization"), `Basic ${btoa("u:p")}`);
  }
  assertEquals(requestsTo(entry)[0], "POST 201");
});

Deno.test("no password of a Location is among the parts that are concatenated", async () => {
  await using server = await new TusServer().listen();
  server.hooks.location = ({ href }) => href.replace("//", "//u:p@");

  const ended = await uploadByTus(server, { parallel: 2 });

  assertEquals(ended.status, 201);
  const concat = server.requests.at(-1)?.headers.get("upload-concat");
  assertEquals(
    concat,
    `final;${server.url}files/1 ${server.url}files/2`,
  );
});

Deno.test("a Location that leads from https to http is refused, and so is one of another scheme", async () => {
  const at = async (location: string) => {
    const { error } = await upload({
      ...tusOptions({ endpoint: "https://example.com/files/" }),
      fetch: () =>
        Promise.resolve(
          new Response(null, { status: 201, headers: { location } }),
        ),
    });
    return [error?.code, error?.message];
  };

  const message = 'Cannot upload to "example.com": the Location is refused: ';
  assertEquals(await at("http://example.com/files/1?key=secret"), [
    "protocol",
    `${message}it leads from https: to http:`,
  ]);
  assertEquals(await at("ftp://example.com/files/1"), [
    "protocol",
    `${message}it leads to a "ftp:" URL`,
  ]);
});

Deno.test("no message shows the URL of an upload, which is a secret", async () => {
  await using server = await new TusServer().listen();
  server.hooks.location = ({ href }) => `${href}?token=secret`;
  server.hooks.answer = ({ method }) =>
    method === "PATCH" ? { status: 204 } : undefined;

  const { error } = await uploadByTus(server, { store: new MemoryStore() });

  assertStringIncludes(error?.message ?? "", "without a valid Upload-Offset");
  const { host } = new URL(server.url);
  assertEquals(error?.message.includes("/files/"), false);
  assertStringIncludes(error?.message ?? "", `"${host}"`);
});

for (const location of ["", ".", "#1", "?", "/files/"]) {
  Deno.test(`tus neither fills nor ends what the Location ${JSON.stringify(location)} names, the URL of the call`, async () => {
    await using server = await new TusServer().listen();
    server.hooks.answer = ({ method }) =>
      method === "POST"
        ? { status: 201, headers: { location } }
        : { status: 204, headers: { "Upload-Offset": `${TUS_BYTES.length}` } };
    const options = tusOptions(server, { store: new MemoryStore() });

    const { error } = await upload(options);

    assertEquals(error?.code, "protocol");
    assertStringIncludes(
      error?.message ?? "",
      "the server named the URL of the call as its Location",
    );
    assertEquals(await discard(options), false);
    assertEquals(requestsTo(server), ["POST 201"]);
  });
}

Deno.test("no error shows the URL of an upload whose connection is lost", async () => {
  await using server = await new TusServer().listen();
  server.hooks.lose = ({ method }) => method === "PATCH";

  const { error } = await uploadByTus(server, {}, { retry: 0 });

  assertStringIncludes(error?.message ?? "", "closed the connection");
  assertEquals(server.onlyUpload.path, "/files/1");
  assertEquals(Deno.inspect(error).includes("/files/1"), false);
});
