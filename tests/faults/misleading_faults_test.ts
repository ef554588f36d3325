import { upload } from "@network/upload";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { bundle } from "../support/bundle.ts";
import { Authority, type Flaw } from "../support/certificates.ts";
import { DeafPort } from "../support/deaf_port.ts";
import { TempFolder } from "../support/files.ts";
import { meetFault } from "../support/invariants.ts";
import { runProgram } from "../support/program.ts";
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

/** What an upload says whose proxy may be dead, in a program with these variables. */
async function responseWith(
  url: string,
  env: Record<string, string>,
  permissions: string[] = ["--allow-env"],
): Promise<string> {
  using folder = new TempFolder();
  const source = folder.write("data.bin", 5);
  const none = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"]
    .flatMap((name) => [[name, ""], [name.toLowerCase(), ""]]);
  const { stdout, stderr } = await runProgram(
    "tests/support/upload_program.ts",
    {
      permissions: ["--allow-net", "--allow-read", ...permissions],
      args: [JSON.stringify({ url, source })],
      env: { ...Object.fromEntries(none), ...env },
    },
  );
  assertEquals(stderr, "");
  const { code, response } = JSON.parse(stdout);
  assertEquals(code, "network");
  assertStringIncludes(response, "Connection refused");
  return response;
}

const OF_PROXY = "check the proxy in";
const OF_SERVER = "; no server is listening there: check the host and the port";

Deno.test("upload() names the variable of a dead proxy", async () => {
  using deaf = await DeafPort.find();
  const cases: [url: string, name: string][] = [
    ["https://example.com/", "HTTPS_PROXY"],
    ["https://example.com/", "https_proxy"],
    ["https://example.com/", "ALL_PROXY"],
    ["http://example.com/", "http_proxy"],
  ];
  for (const [url, name] of cases) {
    assertStringIncludes(
      await responseWith(url, { [name]: deaf.url }),
      `${OF_PROXY} ${name}`,
    );
  }
});

Deno.test("upload() does not name the variable of a proxy that it does not use", async () => {
  using deaf = await DeafPort.find();
  const proxy = "http://127.0.0.1:9/";
  const environments: Record<string, string>[] = [
    {},
    { HTTPS_PROXY: proxy },
    { HTTP_PROXY: proxy, NO_PROXY: "example.com, 127.0.0.1" },
    { HTTP_PROXY: proxy, no_proxy: "*" },
  ];
  for (const env of environments) {
    const response = await responseWith(deaf.url, env);
    assertEquals(response.includes(OF_SERVER), true, response);
    assertEquals(response.includes("PROXY"), false, response);
  }
});

Deno.test("upload() says that there may be a proxy if it has no permission to check", async () => {
  using deaf = await DeafPort.find();
  const response = await responseWith(deaf.url, {}, []);

  assertStringIncludes(
    response,
    `${OF_SERVER}, and the proxy if HTTP_PROXY is set`,
  );
});

testWith(
  "prlimit",
  "upload() says that too many files are open",
  async (prlimit) => {
    using folder = new TempFolder();
    using deaf = await DeafPort.find();
    const path = folder.write("data.bin", 5);

    const { stdout } = await runProgram("tests/support/full_program.ts", {
      through: [prlimit, "--nofile=64"],
      permissions: ["--allow-net", "--allow-read"],
      args: [deaf.url, path],
    });

    const hint =
      "start fewer uploads at once, such as with uploadAll(), or raise the limit (ulimit -n)";
    const [file, socket] = JSON.parse(stdout);
    assertEquals([file.code, socket.code], ["source", "network"]);
    assertEquals([file.hint, socket.hint], [hint, hint]);
    assertEquals(
      file.message,
      `Cannot open file "${path}": too many open files`,
    );
    assertStringIncludes(socket.message, ": too many open files (");
  },
);

/** Uploads the file of its second argument to the URL of its first, and prints what comes of it. */
const DENIED = `
  import { upload } from "./upload.mjs";
  const [, , url, source] = process.argv;
  const contentType = "application/octet-stream";
  const { error, status } = await upload({ url, source, contentType }).ended;
  console.log(JSON.stringify({ status, error }));
`;

testWith("node", "upload() says which permission Node denies", async (node) => {
  using folder = new TempFolder();
  const path = folder.write("data.bin", 5);
  await bundle("mod.ts", `${folder.path}/upload.mjs`);
  const program = folder.write("program.mjs", DENIED);

  const run = async (...args: string[]) => {
    const { stdout } = await new Deno.Command(node, { args }).output();
    return JSON.parse(new TextDecoder().decode(stdout));
  };
  const isStable = await run(
    "-p",
    "process.allowedNodeEnvironmentFlags.has('--permission')",
  );

  const outcome = await run(
    "--no-warnings",
    isStable ? "--permission" : "--experimental-permission",
    `--allow-fs-read=${program}`,
    `--allow-fs-read=${folder.path}/upload.mjs`,
    ...[program, "http://127.0.0.1/", path],
  );

  assertEquals(outcome, {
    status: -1,
    error: {
      name: "UploadError",
      code: "permission",
      message: `Cannot read file "${path}": Permission denied`,
      hint: `run the program with --allow-fs-read=${path}`,
      isTransient: false,
    },
  });
});
