import type { PendingUpload } from "@network/upload/pending";
import { FileStore } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { filesIn, TempFolder } from "../support/files.ts";
import { PendingScene } from "../support/resumable/pending_scene.ts";
import { turns } from "../support/turns.ts";

Deno.test("PendingUploads runs what was saved in its order, and forgets it", async () => {
  await using scene = new PendingScene();
  const ids: string[] = [];
  for (const text of ["a", "b", "c"]) ids.push(await scene.save(text));
  assertEquals(await scene.ids(), ids);
  assertEquals(scene.bodies, []);

  const ends = await scene.run({ parallel: 1 });

  assertEquals(ends, ids.map((id) => [id, "200"]));
  assertEquals(scene.bodies, ["a", "b", "c"]);
  assertEquals(scene.maxParallel, 1);
  assertEquals(await scene.ids(), []);
  assertEquals(await scene.run(), []);
});

Deno.test("PendingUploads runs as many at the same time as it may", async () => {
  await using scene = new PendingScene();
  const { promise, resolve } = Promise.withResolvers<void>();
  scene.answer = async () => {
    if (scene.bodies.length === 2) resolve();
    await promise;
    return new Response();
  };
  for (const text of ["a", "b", "c"]) await scene.save(text);
  await scene.run({ parallel: 2 });

  assertEquals(scene.maxParallel, 2);
  assertEquals(scene.bodies.length, 3);
});

Deno.test("PendingUploads keeps what may go well the next time", async () => {
  await using scene = new PendingScene();
  const id = await scene.save("a");
  for (const status of [503, 429, 401]) {
    scene.answer = () => new Response(null, { status });
    assertEquals(await scene.run(), [[id, `${status}`]]);
    assertEquals(await scene.ids(), [id]);
  }
  scene.answer = () => new Response();
  assertEquals(await scene.run(), [[id, "200"]]);
  assertEquals(await scene.ids(), []);
});

Deno.test("PendingUploads keeps what has failed for good, and runs it only if asked to", async () => {
  await using scene = new PendingScene();
  const refused = await scene.save("a");
  const missing = await scene.pending.save({
    url: `${scene.url}b?token=secret`,
    source: "/nowhere/file",
  });
  scene.answer = () => new Response("secret", { status: 422 });
  assertEquals(await scene.run({ parallel: 1 }), [
    [refused, "422"],
    [missing, "not-found"],
  ]);
  assertEquals(await scene.run(), []);

  const failed: PendingUpload[] = [
    {
      id: refused,
      url: scene.url,
      failure: {
        code: "status",
        status: 422,
        message: "Refused with status 422",
      },
    },
    {
      id: missing,
      url: `${scene.url}b`,
      failure: {
        code: "not-found",
        status: -1,
        message: 'Cannot find file "/nowhere/file"',
      },
    },
  ];
  assertEquals(await Array.fromAsync(scene.pending.list()), failed);
  await scene.pending.discard(missing);
  await scene.pending.discard("unknown");
  scene.answer = () => new Response(null, { status: 503 });
  assertEquals(await scene.run({ retryFailed: true }), [[refused, "503"]]);
  scene.answer = () => new Response();
  assertEquals(await scene.run(), [[refused, "200"]]);
  assertEquals(await scene.ids(), []);
});

Deno.test("PendingUploads keeps what is cancelled by leaving the loop, or by a signal", async () => {
  await using scene = new PendingScene();
  const ids = [
    await scene.save("a", { progress: true }),
    await scene.save("b"),
  ];
  for await (const event of scene.pending.run({ parallel: 1 })) {
    assertEquals(event.id, ids[0]);
    break;
  }
  assertEquals(await scene.ids(), ids);
  const controller = new AbortController();
  scene.answer = () => {
    controller.abort();
    return new Response();
  };
  const ends = await scene.run({ parallel: 1, signal: controller.signal });
  assertEquals(ends, [[ids[0], "cancelled"]]);
  assertEquals(await scene.ids(), ids);
  scene.answer = () => new Response();
  assertEquals((await scene.run()).length, 2);
});

Deno.test("PendingUploads sends each upload once if two run at the same time", async () => {
  using folder = new TempFolder();
  await using scene = new PendingScene(new FileStore(folder.path));
  for (let at = 0; at < 10; at++) await scene.save(`${at}`);
  const ends = await Promise.all([scene.run(), scene.run()]);

  assertEquals(ends.flat().length, 10);
  assertEquals(scene.bodies.length, 10);
  assertEquals(await scene.ids(), []);
  assertEquals(filesIn(folder.path), []);
  assertEquals(filesIn(`${folder.path}/locks`), []);
});

Deno.test("PendingUploads lets 'prepare' change the options right before a start", async () => {
  await using scene = new PendingScene();
  const headers: string[] = [];
  await scene.save("a", { headers: { "x-id": "7" } });
  await scene.run({
    prepare: (options, id) => ({
      ...options,
      headers: { ...options.headers, authorization: id },
      fetch(url, init) {
        headers.push(...new Headers(init.headers).keys());
        return fetch(url, init);
      },
    }),
  });

  assert(headers.includes("authorization") && headers.includes("x-id"));
  assertEquals(scene.bodies, ["a"]);
});

Deno.test("PendingUploads has forgotten an upload when it shows its end", async () => {
  await using scene = new PendingScene();
  await scene.save("a");
  const { store } = scene;
  const forget = store.delete.bind(store);
  store.delete = async (key) => {
    // A store may take its time.
    await turns();
    await forget(key);
  };
  for await (const event of scene.pending.run()) {
    assertEquals(event.phase, "ended");
    assertEquals(await scene.ids(), []);
  }
});
