import { upload } from "@network/upload";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { Authority, type Flaw } from "../support/certificates.ts";
import { TempFolder } from "../support/files.ts";
import { meetFault } from "../support/invariants.ts";
import { startServer } from "../support/server_process.ts";
import { testWith } from "../support/server_program.ts";

const TYPE = "application/octet-stream";

/** Client certificates, and what a server that requires one says about them. */
const CLIENTS: readonly (readonly [
  name: string,
  flaw: Flaw | undefined,
  says: string,
])[] = [
  ["has no certificate", undefined, "the server requires a client certificate"],
  [
    "has a certificate that has expired",
    { isExpired: true },
    "the client's certificate has expired",
  ],
];

for (const [name, flaw, says] of CLIENTS) {
  testWith(
    "openssl",
    `upload() names the client's certificate when the client ${name}`,
    async (openssl) => {
      using folder = new TempFolder();
      const authority = new Authority(openssl, folder.path);
      const server = authority.sign();
      folder.write("server.pem", server.cert + server.key);
      await using process = await startServer({
        program: openssl,
        args: (port) => [
          ..."s_server -www -Verify 1 -verify_return_error -cert".split(" "),
          `${folder.path}/server.pem`,
          ...["-CAfile", `${folder.path}/ca.pem`],
          ...["-accept", `127.0.0.1:${port}`],
        ],
      });
      using client = Deno.createHttpClient({
        caCerts: [authority.cert],
        ...(flaw && authority.sign(flaw)),
      });

      const { error, response } = await upload(
        process.url.replace("http", "https"),
        "PUT",
        { fetch: (input, init) => fetch(input, { ...init, client }) },
        new Uint8Array(5),
        TYPE,
      ).ended;

      assertEquals([error?.code, error?.isTransient], ["network", false]);
      assertStringIncludes(String(response), says);
    },
  );
}

/** Responses whose Content-Encoding is not what their bytes are. */
const UNDECODABLE: readonly (readonly [name: string, rest: string])[] = [
  ["of 0 bytes in chunks", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
  [
    "that is invalid",
    `Content-Length: 50\r\n\r\n${"<html>".repeat(9).slice(4)}`,
  ],
  [
    "that is cut",
    "Content-Length: 10\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
  ],
];

for (const [name, rest] of UNDECODABLE) {
  Deno.test(`upload() says that a gzip response ${name} cannot be decoded`, async () => {
    const { response } = await meetFault(
      { ends: "network", size: 5 },
      (scene) => {
        const url = scene.serve(async (connection) => {
          await scene.readBody(connection);
          await connection.write(
            `HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: gzip\r\n${rest}`,
          );
        });
        const { fetch } = scene;
        return upload(url, "PUT", { fetch }, new Uint8Array(5), TYPE);
      },
    );

    assertStringIncludes(String(response), "the response cannot be decoded");
  });
}
