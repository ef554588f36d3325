import { upload } from "@network/upload";
import { MemoryStore, tus } from "@network/upload/resumable";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { tusHandler } from "../../examples/browser/tus_handler.ts";
import { spawnProgram } from "../support/program.ts";

Deno.test("examples/browser/serve.ts serves the page, its script and a tus server", async () => {
  const child = spawnProgram("examples/browser/serve.ts", {
    permissions: ["--unstable-bundle", "--allow-net=127.0.0.1", "--allow-read"],
  });
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).values();
  const { value = "" } = await lines.next();
  const url = value.replace("open ", "").trim();
  const read = async (path: string) => {
    const response = await fetch(new URL(path, url));
    return [response.headers.get("content-type"), await response.text()];
  };

  const [type, html = ""] = await read("");
  assertEquals(type, "text/html; charset=utf-8");
  const script = /<script type="module" src="(.*)">/.exec(html ?? "")?.[1];
  const [scriptType, code] = await read(script ?? "");
  assertEquals([script, scriptType], ["page.js", "text/javascript"]);
  assertStringIncludes(code ?? "", "upload-offset");
  assertEquals((await read("page.css"))[0], "text/css");
  const { ok, status } = await upload({
    url: new URL("files/", url),
    source: new Uint8Array(1_000),
    protocol: tus(),
  });
  assertEquals([ok, status], [true, 204]);

  child.kill();
  await lines.return?.();
  await child.stderr.cancel();
  await child.status;
});

Deno.test("examples/browser/tus_handler.ts keeps how far an upload was, and refuses other requests", async () => {
  const handle = tusHandler("/files/", 100_000_000);
  const statuses: string[] = [];
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const offset = request.headers.get("upload-offset") ?? "-";
      const response = await handle(request);
      statuses.push(`${request.method} ${offset} ${response.status}`);
      return response;
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}/files/`;
  const options = {
    url,
    source: new Uint8Array(40_000_000),
    protocol: tus({ store: new MemoryStore() }),
  };

  const paused = upload({ ...options, progress: true });
  for await (const event of paused) {
    if (event.bytesTransferred > 0) paused.cancel();
  }
  const { ok, bytesStored } = await upload(options);

  assertEquals([ok, bytesStored], [true, 40_000_000]);
  const patch = statuses.findLast((line) => line.startsWith("PATCH"));
  assertEquals(/^PATCH [1-9]\d* 204$/.test(patch ?? ""), true, patch);
  const send = async (path: string, init: RequestInit) => {
    const { body, status } = await fetch(new URL(path, url), init);
    await body?.cancel();
    return status;
  };
  assertEquals(await send("other", { method: "HEAD" }), 404);
  assertEquals(await send("", { method: "POST" }), 400);
  const created = await fetch(url, {
    method: "POST",
    headers: { "upload-length": "5" },
  });
  await created.body?.cancel();
  const location = created.headers.get("location") ?? "";
  assertEquals(await send(location, { method: "PUT" }), 405);
  const patched = { "upload-offset": "1" };
  assertEquals(
    await send(location, { method: "PATCH", headers: patched }),
    409,
  );
  assertEquals(await send(location, { method: "DELETE" }), 204);
  assertEquals(await send(location, { method: "HEAD" }), 404);
});
