import { upload, type UploadFailedEvent } from "@network/upload";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DeafPort } from "../support/deaf_port.ts";
import { eventsOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { NOT_LINUX } from "../support/platform.ts";
import { closing, serveAnswers } from "../support/raw_request.ts";
import { serveRaw } from "../support/raw_server.ts";

const TYPE = "application/octet-stream";
const SECRETS = /pa55|secret|dG9rZW4|token|dXNlcjpwYTU1/;

/** Fails to upload with secrets in every place of a call. No message may show them. */
async function failureOf(
  url: string,
  size: number,
): Promise<UploadFailedEvent> {
  const [scheme, rest = ""] = url.split("//");
  const events = await eventsOf(upload({
    url: `${scheme}//user:pa55@${rest}path?X-Amz-Signature=secret#secret`,
    headers: { "x-api-key": "token", cookie: "token" },
    source: new Uint8Array(size),
    contentType: TYPE,
    progress: true,
  }));
  const ended = events.at(-1);
  assert(ended?.isError);
  assertEquals(ended.error.code, "network");
  assertEquals(
    ended.response,
    `${ended.error.message}; ${ended.error.hint}`,
  );
  assertEquals(ended.error.name, "UploadError");
  assertEquals(SECRETS.exec(ended.response), null);
  assertEquals(SECRETS.exec(String(ended.error.stack)), null);
  for (const event of events) {
    assertEquals(event.url, `${url}path?X-Amz-Signature=secret#secret`);
  }
  assertStringIncludes(
    ended.response,
    `Cannot upload to "${new URL(url).host}": `,
  );
  return ended;
}

const SIZES = [0, 5, 64 * 1024 * 1024];

for (const size of SIZES) {
  Deno.test(`upload() says that a host was not found (${size} bytes)`, async () => {
    const { response } = await failureOf("http://nowhere.invalid/", size);

    assertStringIncludes(response, "the host name was not found");
  });

  Deno.test(`upload() says that no server listens (${size} bytes)`, async () => {
    using deaf = await DeafPort.find();

    const { response, status } = await failureOf(deaf.url, size);

    assertStringIncludes(
      response,
      "no server is listening there: check the host and the port",
    );
    assertEquals(status, -1);
  });

  Deno.test(`upload() says that the server closed the connection at once (${size} bytes)`, async () => {
    await using server = serveRaw(() => Promise.resolve());

    const { response } = await failureOf(server.url, size);

    assertStringIncludes(
      response,
      "the server closed the connection before its response was complete",
    );
  });

  Deno.test(`upload() says that the server closed the connection after the head (${size} bytes)`, async () => {
    await using server = serveRaw((connection) => connection.readHead());

    const { response } = await failureOf(server.url, size);

    assertStringIncludes(
      response,
      "the server closed the connection before its response was complete",
    );
  });

  Deno.test(`upload() says that a server does not speak https (${size} bytes)`, async () => {
    await using server = serveRaw(async (connection) => {
      await connection.read();
      await connection.write(closing("plain", "400 Bad Request"));
    });

    const { response } = await failureOf(
      server.url.replace("http", "https"),
      size,
    );

    assertStringIncludes(response, "check whether the server speaks https");
  });
}

Deno.test("upload() says that the server closed the connection during the body", async () => {
  await using server = serveRaw(async (connection) => {
    await connection.readHead();
    await connection.readBytes(5_000_000);
  });

  const { response, bytesTransferred } = await failureOf(
    server.url,
    64_000_000,
  );

  assertStringIncludes(
    response,
    "the server closed the connection before its response was complete",
  );
  assert(bytesTransferred > 0 && bytesTransferred < 64_000_000);
});

Deno.test("upload() says that the server responded with something other than HTTP", async () => {
  await using server = serveAnswers("SSH-2.0-OpenSSH_9.6\r\n");

  const { response } = await failureOf(server.url, 5);

  assertStringIncludes(response, "invalid HTTP version");
});

/** A self-signed certificate for 127.0.0.1; undefined without openssl. */
async function selfSigned(
  { path }: TempFolder,
): Promise<{ cert: string; key: string } | undefined> {
  try {
    await new Deno.Command("openssl", {
      args: [
        ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1".split(
          " ",
        ),
        ..."-nodes -days 2 -subj /CN=test -keyout key.pem -out cert.pem".split(
          " ",
        ),
        ..."-addext subjectAltName=IP:127.0.0.1".split(" "),
        ..."-addext basicConstraints=critical,CA:FALSE".split(" "),
      ],
      cwd: path,
      stderr: "null",
    }).output();
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return undefined;
    throw thrown;
  }
  return {
    cert: await Deno.readTextFile(`${path}/cert.pem`),
    key: await Deno.readTextFile(`${path}/key.pem`),
  };
}

const certificate = NOT_LINUX ? undefined : await (async () => {
  using folder = new TempFolder();
  return await selfSigned(folder);
})();

Deno.test({
  name:
    "upload() says that a certificate is not trusted, and accepts it with a fetch that trusts it",
  ignore: certificate === undefined,
  async fn() {
    assert(certificate !== undefined);
    await using server = Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      onListen() {},
      ...certificate,
    }, async (request) => new Response(String((await request.bytes()).length)));
    const url = `https://127.0.0.1:${server.addr.port}/`;
    using client = Deno.createHttpClient({ caCerts: [certificate.cert] });

    const { response } = await failureOf(url, 5_000_000);
    const trusted = await upload(
      url,
      "PUT",
      { fetch: (url, init) => fetch(url, { ...init, client }) },
      new Uint8Array(5_000_000),
      TYPE,
    ).ended;

    assertStringIncludes(response, "the server's certificate is not trusted");
    assertStringIncludes(response, "pass a 'fetch' that trusts its authority");
    assertEquals(trusted.response, "5000000");
  },
});
