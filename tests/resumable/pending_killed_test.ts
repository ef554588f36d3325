import { FileStore } from "@network/upload/resumable";
import { assertEquals } from "@std/assert";
import { filesIn, TempFolder } from "../support/files.ts";
import { withSignals } from "../support/platform.ts";
import { spawnProgram } from "../support/program.ts";
import { PendingScene } from "../support/resumable/pending_scene.ts";
import { until } from "../support/until.ts";

withSignals.test("PendingUploads runs what a killed program has not completed", async () => {
  using folder = new TempFolder();
  await using scene = new PendingScene(new FileStore(folder.path));
  const ids: string[] = [];
  for (const text of ["a", "b", "c"]) ids.push(await scene.save(text));
  const { promise, resolve } = Promise.withResolvers<Response>();
  scene.answer = (body) => body === "a" ? new Response() : promise;
  const child = spawnProgram("tests/support/resumable/pending_program.ts", {
    permissions: ["--allow-net=127.0.0.1", "--allow-read", "--allow-write"],
    args: [folder.path],
  });
  const reader = child.stdout.getReader();
  await reader.read();
  await until(() => scene.bodies.length === 3);
  assertEquals(await scene.ids(), ids.slice(1));
  assertEquals(await scene.run(), []);
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();
  await child.stderr.cancel();
  resolve(new Response());

  scene.answer = () => new Response();
  const ends = await scene.run();
  assertEquals(ends.map(([id]) => id).sort(), ids.slice(1));
  assertEquals(scene.bodies.slice(3).sort(), ["b", "c"]);
  assertEquals(filesIn(folder.path), []);
  assertEquals(filesIn(`${folder.path}/locks`), []);
});
