import { assert, assertEquals, assertMatch } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { TempFolder } from "../support/files.ts";
import {
  removeTusJsClient,
  runTusJsClient,
  testTusJsClient,
} from "../support/tus/tus_js_client.ts";
import { TusServer } from "../support/tus/tus_server.ts";

Deno.test.afterAll(removeTusJsClient);

testTusJsClient(
  "uploads a file with metadata to the tus server",
  async ({ path, bytes }) => {
    await using server = await new TusServer().listen();
    const result = await runTusJsClient({
      action: "upload",
      path,
      options: {
        endpoint: server.endpoint,
        chunkSize: 300_000,
        metadata: { filename: "Ärger, 1.mp4", empty: "" },
      },
    });

    assertEquals(result.error, undefined);
    assertEquals(server.violations, []);
    assertEquals(server.repeatedBytes, 0);
    assertEquals(
      server.requests.map(({ method, status }) => `${method} ${status}`),
      ["POST 201", "PATCH 204", "PATCH 204", "PATCH 204", "PATCH 204"],
    );
    const upload = server.onlyUpload;
    assert(sameBytes(await upload.bytes(), bytes));
    assertEquals(upload.metadataRecord, {
      filename: "Ärger, 1.mp4",
      empty: "",
    });
  },
);

testTusJsClient(
  "uploads with the creation, and resumes if the server loses the response",
  async ({ path, bytes }) => {
    await using server = await new TusServer().listen();
    server.hooks = {
      location: ({ pathname }) => pathname,
      keep: ({ method, offset }) =>
        method === "PATCH" && offset === 400_000 ? 50_000 : undefined,
    };
    const result = await runTusJsClient({
      action: "upload",
      path,
      options: {
        endpoint: server.endpoint,
        chunkSize: 400_000,
        uploadDataDuringCreation: true,
        retryDelays: [0, 0],
      },
    });

    assertEquals(result.error, undefined);
    assertEquals(server.violations, []);
    assertEquals(server.repeatedBytes, 0);
    assert(sameBytes(await server.onlyUpload.bytes(), bytes));
    assertEquals(
      server.requests.map(({ method, offset }) => `${method} ${offset}`),
      [
        "POST undefined",
        "PATCH 400000",
        "HEAD undefined",
        "PATCH 450000",
        "PATCH 850000",
      ],
    );
  },
);

testTusJsClient(
  "uploads parts in parallel, which the tus server concatenates",
  async ({ path, bytes }) => {
    await using server = await new TusServer().listen();
    const result = await runTusJsClient({
      action: "upload",
      path,
      options: { endpoint: server.endpoint, parallelUploads: 3 },
    });

    assertEquals(result.error, undefined);
    assertEquals(server.violations, []);
    const final = server.uploads.get(new URL(result.url ?? "").pathname);
    assert(final?.isFinal);
    assert(sameBytes(await final.bytes(), bytes));
    assertEquals(server.uploads.size, 4);
  },
);

testTusJsClient("defers the length of a stream", async ({ path, bytes }) => {
  await using server = await new TusServer().listen();
  const result = await runTusJsClient({
    action: "stream",
    path,
    options: {
      endpoint: server.endpoint,
      chunkSize: 300_000,
      uploadLengthDeferred: true,
    },
  });

  assertEquals(result.error, undefined);
  assertEquals(server.violations, []);
  assertEquals(server.requests[0]?.headers.get("upload-defer-length"), "1");
  assert(sameBytes(await server.onlyUpload.bytes(), bytes));
  assert(server.onlyUpload.isComplete);
});

testTusJsClient(
  "resumes from a stored URL after a failure",
  async ({ path, bytes }) => {
    using folder = new TempFolder();
    await using server = await new TusServer().listen();
    server.hooks = {
      keep: ({ method }) => method === "PATCH" ? 77_777 : undefined,
    };
    const task = {
      action: "upload",
      path,
      storage: folder.write("urls.json", "{}"),
      options: { endpoint: server.endpoint, retryDelays: null },
    } as const;
    const failed = await runTusJsClient(task);
    assertMatch(failed.error ?? "", /failed to upload chunk/);
    server.hooks = {};

    const resumed = await runTusJsClient(task);

    assertEquals(resumed, { url: failed.url ?? null });
    assertEquals(server.violations, []);
    assertEquals(server.repeatedBytes, 0);
    assertEquals(server.requests.map(({ method }) => method), [
      "POST",
      "PATCH",
      "HEAD",
      "PATCH",
    ]);
    assert(sameBytes(await server.onlyUpload.bytes(), bytes));
  },
);

testTusJsClient(
  "overrides the method, and terminates an upload",
  async ({ path }) => {
    await using server = await new TusServer().listen();
    const { url, error } = await runTusJsClient({
      action: "upload",
      path,
      options: { endpoint: server.endpoint, overridePatchMethod: true },
    });
    assertEquals(error, undefined);
    assert(server.onlyUpload.isComplete);

    await runTusJsClient({ action: "terminate", options: { uploadUrl: url } });

    assertEquals(
      server.requests.map(({ sentMethod, method }) =>
        `${sentMethod} ${method}`
      ),
      ["POST POST", "POST PATCH", "DELETE DELETE"],
    );
    assertEquals(server.violations, []);
    assertEquals(server.uploads.size, 0);
  },
);
