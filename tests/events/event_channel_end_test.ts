import { assertEquals } from "@std/assert";
import { CountingChannel } from "../support/counting_channel.ts";
import { turn } from "../support/turns.ts";

Deno.test("EventChannel settles concurrent calls in order", async () => {
  const channel = new CountingChannel(0);
  const taken = [1, 2, 3, 4, 5].map(() => channel.take());

  channel.happened("began");
  await taken[0];
  channel.move(1);
  await taken[1];
  channel.move(2);
  channel.ended("ended", false);

  assertEquals(await Promise.all(taken), ["began", "1", "2", "ended", "done"]);
});

Deno.test("EventChannel settles every waiting call when the loop ends", async () => {
  const channel = new CountingChannel(100);
  const taken = [channel.take(), channel.take()];

  assertEquals(await channel.return(), { done: true, value: undefined });

  assertEquals(await Promise.all(taken), ["done", "done"]);
  assertEquals(channel.left, 1);
});

Deno.test("EventChannel leaves no timer behind when the loop ends while progress is held back", async () => {
  const channel = new CountingChannel(60_000);
  channel.move(1);
  await channel.take();
  channel.move(2);
  const held = channel.take();

  await channel.return();

  assertEquals(await held, "done");
});

Deno.test("EventChannel yields nothing after the loop has ended", async () => {
  const channel = new CountingChannel(0);
  channel.happened("began");
  await channel.return();
  channel.move(1);
  channel.ended("ended", false);

  assertEquals(await channel.take(), "done");
});

Deno.test("EventChannel waits for the cleanup when the loop ends", async () => {
  const gate = Promise.withResolvers<void>();
  const channel = new CountingChannel(0, () => gate.promise);
  let returned = false;
  const returning = channel.return().then(() => returned = true);
  await turn();

  assertEquals(returned, false);
  gate.resolve();
  await returning;
  assertEquals(returned, true);
});
