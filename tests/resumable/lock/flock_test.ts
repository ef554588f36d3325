import { assertEquals } from "@std/assert";
import { flock } from "../../../src/resumable/lock/flock.ts";
import { TempFolder } from "../../support/files.ts";

Deno.test("a claim is alive as long as its file is locked", async () => {
  using folder = new TempFolder();
  const path = `${folder.path}/a`;
  const remove = await flock.make(path);

  assertEquals(await flock.isAlive(path, flock.label), true);
  await remove();
  assertEquals(await flock.isAlive(path, flock.label), false);
  assertEquals([...Deno.readDirSync(folder.path)], []);
});

Deno.test("a dead claim is dead for all who look at it at once", async () => {
  using folder = new TempFolder();
  const path = folder.write("a", "");
  using other = await Deno.open(path, { read: true, write: true });
  await other.lock(false);

  assertEquals(await flock.isAlive(path, flock.label), false);
});

Deno.test("a claim of another runtime cannot be judged", async () => {
  assertEquals(await flock.isAlive("/nowhere", "0a1b2c3d-7-99"), undefined);
});

Deno.test("a claim that another user may not open cannot be judged", async () => {
  const { open } = Deno;
  const refused = Object.assign(new Error("Permission denied"), {
    code: "EACCES",
  });
  Object.assign(Deno, { open: () => Promise.reject(refused) });
  try {
    assertEquals(await flock.isAlive("/a", flock.label), undefined);
  } finally {
    Object.assign(Deno, { open });
  }
});
