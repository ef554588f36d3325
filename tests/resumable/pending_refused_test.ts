import { PendingUploads } from "@network/upload/pending";
import { MemoryStore } from "@network/upload/resumable";
import { assertEquals, assertRejects } from "@std/assert";
import { PendingScene } from "../support/resumable/pending_scene.ts";
import { warningsOf } from "./warnings.ts";

Deno.test("PendingUploads says what 'prepare' or the store threw, after the others have ended", async () => {
  await using scene = new PendingScene();
  const ids = [await scene.save("a"), await scene.save("b")];
  const prepare = (
    options: Parameters<PendingScene["save"]>[1],
    id: string,
  ) => {
    if (id === ids[1]) throw new Error("no token");
    return { url: scene.url, source: new Blob(["a"]), ...options };
  };
  await assertRejects(() => scene.run({ prepare }), Error, "no token");
  assertEquals(scene.bodies, ["a"]);
  assertEquals(await scene.ids(), [ids[1]]);

  scene.store.delete = () => Promise.reject(new Error("no disk"));
  await assertRejects(() => scene.run(), Error, "no disk");
  assertEquals(scene.bodies, ["a", "b"]);
});

Deno.test("PendingUploads reports a damaged upload, and leaves other entries alone", async () => {
  await using scene = new PendingScene();
  const id = await scene.save("a");
  await scene.store.set("pending 1", { options: { url: "http://a/" } });
  await scene.store.set("pending 2", "text");
  await scene.store.set("tus", { url: "https://example.com/1" });
  const warnings = await warningsOf(async () => {
    assertEquals(await scene.ids(), [id]);
    assertEquals(await scene.run(), [[id, "200"]]);
  });

  assertEquals(warnings, [
    'Cannot read pending upload "1"; skipped',
    'Cannot read pending upload "2"; skipped',
  ]);
  assertEquals(await scene.store.get("tus"), { url: "https://example.com/1" });
});

Deno.test("PendingUploads refuses an invalid store and unknown options", () => {
  const store = new MemoryStore();
  const pending = new PendingUploads(store);
  for (const options of [{ parallel: 0 }, { retryFailed: 1 }, { paralel: 1 }]) {
    assertEquals(
      refusal(() => Reflect.apply(pending.run, pending, [options])),
      true,
    );
  }
  assertEquals(refusal(() => Reflect.construct(PendingUploads, [{}])), true);
  assertEquals(
    refusal(() => new PendingUploads(store, { maxBytes: -1 })),
    true,
  );
});

function refusal(call: () => unknown): boolean {
  try {
    call();
    return false;
  } catch (thrown) {
    return thrown instanceof TypeError;
  }
}
