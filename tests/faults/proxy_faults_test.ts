import { assertEquals, assertStringIncludes } from "@std/assert";
import { bundle } from "../support/bundle.ts";
import { DeafPort } from "../support/deaf_port.ts";
import { TempFolder } from "../support/files.ts";
import { runProgram } from "../support/program.ts";
import { testWith } from "../support/server_program.ts";

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
