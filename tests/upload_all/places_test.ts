import { uploadAll, type UploadOptions } from "@network/upload";
import { assertEquals } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { HeldFetch } from "../support/held_fetch.ts";
import { serve } from "../support/http_server.ts";
import { Many } from "../support/many.ts";
import { isOpen } from "../support/open_files.ts";
import { NOT_LINUX } from "../support/platform.ts";
import { turns } from "../support/turns.ts";

Deno.test("uploadAll() takes the next upload when a place is free, and no sooner", async () => {
  const held = new HeldFetch();
  const many = new Many(6, held.fetch);
  const running = uploadAll(many, { parallel: 2 });

  await held.count(2);
  await turns();
  assertEquals([many.taken, held.begun], [2, ["0", "1"]]);

  await held.answer(1);
  await held.count(3);
  await turns();
  assertEquals([many.taken, held.begun], [3, ["0", "1", "2"]]);

  for (const index of [0, 2, 3, 4, 5]) await held.answer(index);
  const { files, ended, failed } = await running;
  assertEquals([files, ended, failed, held.most], [6, 6, 0, 2]);
});

Deno.test("uploadAll() runs four at a time, unless it is told otherwise", async () => {
  for (const [parallel, most] of [[undefined, 4], [1, 1], [9, 9], [99, 10]]) {
    const held = new HeldFetch();
    const running = uploadAll(new Many(10, held.fetch), { parallel });
    await held.count(most ?? 0);
    await turns();
    for (let index = 0; index < 10; index++) await held.answer(index);

    assertEquals((await running).failed, 0);
    assertEquals(held.most, most);
  }
});

Deno.test("uploadAll() takes nothing before the end of the turn in which it is called", async () => {
  const many = new Many(3, fetch);

  const running = uploadAll(many);

  assertEquals(many.taken, 0);
  running.cancel();
  assertEquals((await running).ended, 0);
  assertEquals(many.taken, 0);
});

Deno.test("uploadAll() asks an iterable for one upload at a time", async () => {
  const held = new HeldFetch();
  const many = new Many(5, held.fetch);
  let asked = 0;
  let most = 0;
  const uploads: AsyncIterable<UploadOptions> = {
    [Symbol.asyncIterator]: () => ({
      async next() {
        most = Math.max(most, ++asked);
        await turns();
        asked--;
        return many[Symbol.iterator]().next();
      },
    }),
  };

  const running = uploadAll(uploads, { parallel: 3 });
  for (let index = 0; index < 5; index++) await held.answer(index);

  assertEquals((await running).ended, 5);
  assertEquals(most, 1);
});

Deno.test({
  name: "uploadAll() opens a file when its turn comes",
  ignore: NOT_LINUX,
  async fn() {
    using folder = new TempFolder();
    const paths = ["a", "b"].map((name) => folder.sparse(name, 1_000_000));
    const open: boolean[][] = [];
    await using server = serve(async () => {
      open.push(await Promise.all(paths.map(isOpen)));
      return new Response();
    });
    const uploads = paths.map((source) => ({ url: server.url, source }));

    const { bytesTransferred } = await uploadAll(uploads, { parallel: 1 });

    assertEquals(bytesTransferred, 2_000_000);
    // The server may answer when the last byte is there, before the file is closed.
    assertEquals([open[0]?.[1], open[1]?.[0]], [false, false]);
  },
});
