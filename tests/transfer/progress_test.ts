import { assertEquals } from "@std/assert";
import { Progress } from "../../src/transfer/progress.ts";

/** A progress, and how often it was notified of movement. */
function watched(): { progress: Progress; moves: () => number } {
  let moves = 0;
  const progress = new Progress(() => moves++);
  return { progress, moves: () => moves };
}

Deno.test("Progress is the sum of its parts", () => {
  const { progress } = watched();
  const [one, other] = [progress.part(), progress.part()];

  one.taken(3);
  other.taken(4);
  one.taken(5);

  assertEquals(progress.bytesTransferred, 9);
  assertEquals(progress.bytesEstimated, -1);
});

Deno.test("Progress counts a failed part until another one starts", () => {
  const { progress } = watched();
  const [failed, kept] = [progress.part(), progress.part()];
  failed.taken(3);
  kept.taken(4);

  failed.state = "failed";
  assertEquals(progress.bytesTransferred, 7);

  progress.part().taken(1);
  assertEquals(progress.bytesTransferred, 5);
});

Deno.test("a part reports each change, and its first read", () => {
  const { progress, moves } = watched();
  const part = progress.part();

  part.taken(0);
  part.taken(3);
  part.taken(3);
  part.taken(0);

  assertEquals(moves(), 3);
});

Deno.test("Progress counts what the server has stored, and the parts that run", () => {
  const { progress, moves } = watched();
  const [complete, failed, running] = [
    progress.part(),
    progress.part(),
    progress.part(),
  ];
  complete.taken(10);
  failed.taken(5);
  running.taken(3);
  complete.state = "complete";
  failed.state = "failed";
  assertEquals([progress.bytesStored, progress.bytesTransferred], [0, 18]);

  progress.acknowledge(12);
  assertEquals([progress.bytesStored, progress.bytesTransferred], [12, 15]);
  assertEquals(moves(), 4);

  running.taken(4);
  assertEquals([progress.bytesStored, progress.bytesTransferred], [12, 16]);
  progress.acknowledge(2);
  assertEquals([progress.bytesStored, progress.bytesTransferred], [2, 6]);
});

Deno.test("Progress never exceeds the size, if that is known", () => {
  const { progress } = watched();
  progress.part().taken(10);
  progress.acknowledge(5);
  assertEquals(progress.bytesTransferred, 15);

  progress.bytesEstimated = 12;
  assertEquals(progress.bytesTransferred, 12);
});

for (const [bytesEstimated, stored] of [[12, 12], [0, 0], [-1, 7]] as const) {
  Deno.test(`Progress has stored ${stored} bytes at the end of ${bytesEstimated}, which does not count as movement`, () => {
    const { progress, moves } = watched();
    progress.bytesEstimated = bytesEstimated;
    const part = progress.part();
    part.taken(bytesEstimated < 0 ? 7 : bytesEstimated);
    part.state = "complete";

    progress.complete();

    assertEquals(progress.bytesStored, stored);
    assertEquals(progress.bytesTransferred, stored);
    assertEquals(moves(), 1);
  });
}

Deno.test("a part that is not counted adds no bytes, and replaces no part that failed", () => {
  const { progress, moves } = watched();
  const failed = progress.part();
  failed.taken(3);
  failed.state = "failed";

  const part = progress.part(false);
  part.taken(100);

  assertEquals(part.bytesTransferred, 100);
  assertEquals([progress.bytesTransferred, moves()], [3, 1]);
});

Deno.test("Progress starts from what is stored when an upload is attempted again", () => {
  const { progress, moves } = watched();
  progress.part().taken(3);
  progress.acknowledge(2);
  progress.part().taken(4);
  const before = moves();

  progress.restart();

  assertEquals([progress.bytesTransferred, progress.bytesStored], [2, 2]);
  assertEquals(moves(), before);
});
