import { FileStore } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { filesIn, TempFolder } from "../support/files.ts";
import { NODE_LIKE, removeBundles } from "../support/node_program.ts";
import { StoreProcess } from "../support/resumable/store_process.ts";
import { testWith } from "../support/server_program.ts";

const EXPIRY_MS = 30_000;
const CONTENDERS = 6;

for (const runtime of NODE_LIKE) {
  const { name, needs } = runtime;

  testWith(
    needs,
    `FileStore locks a key for one process of ${name}, until it is killed`,
    async () => {
      using folder = new TempFolder();
      const start = () => StoreProcess.start(runtime, "lock", folder.path);
      for (let round = 0; round < 2; round++) {
        await using first = await start();
        assertEquals(await first.firstLine(), "true");
        await using second = await start();
        assertEquals(await second.firstLine(), "false");
        await first.kill();
      }
      assertEquals(claimsIn(folder.path).length, 1);
    },
  );

  testWith(
    needs,
    `FileStore locks a key for one of many processes of ${name} that start at once`,
    async () => {
      using folder = new TempFolder();
      await using stack = new AsyncDisposableStack();
      const answers = await Promise.all(
        Array.from({ length: CONTENDERS }, async () => {
          const process = stack.use(
            await StoreProcess.start(runtime, "lock", folder.path),
          );
          return await process.firstLine();
        }),
      );

      assertEquals(answers.filter((answer) => answer === "true").length, 1);
    },
  );
}

for (const runtime of NODE_LIKE.filter(({ name }) => name !== "Deno")) {
  const { name, needs } = runtime;

  testWith(
    needs,
    `FileStore leaves a key to a process of ${name} as long as that touches its lock`,
    async () => {
      using folder = new TempFolder();
      const store = new FileStore(folder.path);
      await using holder = await StoreProcess.start(
        runtime,
        "lock",
        folder.path,
      );
      assertEquals(await holder.firstLine(), "true");
      assertEquals(await store.lock("a"), undefined);
      await holder.kill();
      assertEquals(await store.lock("a"), undefined);
      ageClaims(folder.path, EXPIRY_MS);

      const lock = await store.lock("a");
      assert(lock !== undefined);
      await lock[Symbol.asyncDispose]();
      assertEquals(claimsIn(folder.path), []);
    },
  );

  testWith(
    needs,
    `FileStore shows a process of ${name} that Deno has a key`,
    async () => {
      using folder = new TempFolder();
      const lock = await new FileStore(folder.path).lock("a");
      await using other = await StoreProcess.start(
        runtime,
        "lock",
        folder.path,
      );

      assertEquals(await other.firstLine(), "false");
      await lock?.[Symbol.asyncDispose]();
      await using later = await StoreProcess.start(
        runtime,
        "lock",
        folder.path,
      );
      assertEquals(await later.firstLine(), "true");
    },
  );
}

function claimsIn(directory: string): string[] {
  return filesIn(`${directory}/locks`);
}

function ageClaims(directory: string, age: number): void {
  const then = new Date(Date.now() - age);
  for (const name of claimsIn(directory)) {
    Deno.utimeSync(`${directory}/locks/${name}`, then, then);
  }
}

Deno.test.afterAll(removeBundles);
