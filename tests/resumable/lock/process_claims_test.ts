import { assert, assertEquals } from "@std/assert";
import { processClaims } from "../../../src/resumable/lock/process_claims.ts";
import { TempFolder } from "../../support/files.ts";
import { onLinux } from "../../support/platform.ts";

const PATH = "/nowhere";

/** The label of a claim of this process, and its parts. */
async function ownLabel() {
  const kind = await processClaims();
  const [space = "", pid = "", start = ""] = kind.label.split("-");
  return { kind, space, pid, start };
}

onLinux.test("a claim names its process and when that was started", async () => {
  const { kind, pid, start } = await ownLabel();

  assertEquals(pid, `${Deno.pid}`);
  assert(/^\d+$/.test(start));
  assertEquals(await kind.isAlive(PATH, kind.label), true);
});

onLinux.test("a claim is not that of a later process with the same id", async () => {
  const { kind, space, pid, start } = await ownLabel();

  const earlier = `${space}-${pid}-${Number(start) - 1}`;
  assertEquals(await kind.isAlive(PATH, earlier), false);
});

onLinux.test("a claim is dead once its process has ended, even before its parent notices", async () => {
  const { kind, space } = await ownLabel();
  // The shell becomes a program that never waits for its child.
  const parent = new Deno.Command("sh", {
    args: ["-c", "sleep 60 & echo $!; exec sleep 60"],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = parent.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const pid = Number((await reader.read()).value);
  const label = `${space}-${pid}-${await startOf(pid)}`;
  assertEquals(await kind.isAlive(PATH, label), true);
  Deno.kill(pid, "SIGKILL");
  while ((await fieldsOf(pid))[0] !== "Z") await delay(1);

  assertEquals(await kind.isAlive(PATH, label), false);
  parent.kill("SIGKILL");
  await reader.cancel();
  await parent.status;
});

onLinux.test("a claim of another machine or container cannot be judged", async () => {
  const { kind, pid, start } = await ownLabel();

  assertEquals(await kind.isAlive(PATH, `00000000-${pid}-${start}`), undefined);
  assertEquals(await kind.isAlive(PATH, "flock"), undefined);
});

onLinux.test("a claim without the start of its process cannot be judged as long as there is one with its id", async () => {
  const { kind, space, pid } = await ownLabel();

  assertEquals(await kind.isAlive(PATH, `${space}-4194304-`), false);
  assertEquals(await kind.isAlive(PATH, `${space}-${pid}-`), undefined);
});

onLinux.test("a claim is a file that its process removes", async () => {
  using folder = new TempFolder();
  const { kind } = await ownLabel();
  const remove = await kind.make(`${folder.path}/a`);
  assertEquals([...Deno.readDirSync(folder.path)].length, 1);
  await remove();

  assertEquals([...Deno.readDirSync(folder.path)], []);
});

async function startOf(pid: number): Promise<string | undefined> {
  return (await fieldsOf(pid))[19];
}

async function fieldsOf(pid: number): Promise<string[]> {
  const text = await Deno.readTextFile(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
