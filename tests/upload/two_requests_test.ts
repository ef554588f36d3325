import { assertEquals } from "@std/assert";
import { bundle } from "../support/bundle.ts";
import { TempFolder } from "../support/files.ts";
import { installFromNpm } from "../support/npm.ts";
import { testWith } from "../support/server_program.ts";

testWith(
  "npm",
  "upload() meets its timeout in a Worker when another request that uploads has ended meanwhile",
  async () => {
    using folder = new TempFolder();
    const { path } = folder;
    const host = new URL("../support/two_requests.mjs", import.meta.url);
    await Deno.copyFile(host, `${path}/two_requests.mjs`);
    await bundle("tests/support/two_requests_worker.ts", `${path}/worker.js`);
    await installFromNpm(path, ["miniflare@4"]);

    const { stdout, stderr } = await new Deno.Command("node", {
      args: [`${path}/two_requests.mjs`, `${path}/worker.js`],
      signal: AbortSignal.timeout(30_000),
    }).output();

    const decoder = new TextDecoder();
    assertEquals(
      decoder.decode(stdout).trim(),
      '["cancelled","timeout"]',
      decoder.decode(stderr),
    );
  },
);
