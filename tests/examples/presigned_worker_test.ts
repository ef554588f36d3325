import { assertEquals } from "@std/assert";
import { upload } from "@network/upload";
import { s3 } from "@network/upload/s3";
import type { Settings } from "../../examples/presigned/handler.ts";
import { bundle } from "../support/bundle.ts";
import { TempFolder } from "../support/files.ts";
import { installFromNpm } from "../support/npm.ts";
import { basic, settingsFor } from "../support/presigned_client.ts";
import { hasObject, patternOf } from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";
import { type ServerProcess, startServer } from "../support/server_process.ts";
import { testWith } from "../support/server_program.ts";

/** The server of the page in the form of a Worker. */
async function startWorker(
  folder: string,
  settings: Settings,
): Promise<ServerProcess> {
  const script = `${folder}/worker.js`;
  await installFromNpm(folder, ["miniflare@4"]);
  await bundle("examples/presigned/cloudflare_worker.ts", script);
  const host = new URL("../support/edge_worker.mjs", import.meta.url);
  await Deno.copyFile(host, `${folder}/edge_worker.mjs`);
  const bindings = {
    BUCKET_URL: settings.bucket,
    AWS_ACCESS_KEY_ID: settings.accessKeyId,
    AWS_SECRET_ACCESS_KEY: settings.secretAccessKey,
    UPLOAD_PASSWORD: settings.password,
  };
  return await startServer({
    program: "node",
    args: (port) => [
      `${folder}/edge_worker.mjs`,
      ...[script, String(port), JSON.stringify({ bindings })],
    ],
  });
}

testWith(
  "npm",
  "examples/presigned/cloudflare_worker.ts in workerd signs an upload",
  async () => {
    using folder = new TempFolder();
    await using server = await new StrictS3Server().listen();
    const settings = settingsFor(server);
    await using worker = await startWorker(folder.path, settings);
    const post = async (path: string, body: unknown) => {
      const response = await fetch(`${worker.url}${path}`, {
        method: "POST",
        headers: basic(settings),
        body: JSON.stringify(body),
      });
      return await response.json();
    };
    const { url, partSize } = await post("uploads", { name: "a" });
    const bytes = patternOf(20_000_000);

    const { error, ok } = await upload({
      url,
      source: bytes,
      protocol: s3({
        partSize,
        sign: async (request) => (await post("sign", request)).url,
      }),
    });

    assertEquals([error, ok], [undefined, true]);
    const [key = ""] = server.bucket().objects.keys();
    assertEquals(await hasObject(server, bytes, key), true);
  },
);
