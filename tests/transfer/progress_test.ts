import { assertEquals } from "@std/assert";
import { Progress } from "../../src/transfer/progress.ts";

/** A progress, and how often it was told that something moved. */
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

Deno.test("Progress counts a part that failed until another one starts", () => {
  const { progress } = watched();
  const [failed, kept] = [progress.part(), progress.part()];
  failed.taken(3);
  kept.taken(4);

  failed.failed = true;
  assertEquals(progress.bytesTransferred, 7);

  progress.part().taken(1);
  assertEquals(progress.bytesTransferred, 5);
});

Deno.test("a part reports each change, its first question too, and each movement", () => {
  const { progress, moves } = watched();
  const part = progress.part();

  part.taken(0);
  part.taken(3);
  part.taken(3);
  part.touch();
  part.taken(0);

  assertEquals(moves(), 3);
  assertEquals(part.movements, 5);
});
