import { assertEquals, assertRejects } from "@std/assert";
import { getEventListeners } from "node:events";
import { abortable } from "../../src/streams/abortable.ts";
import { RejectionWatch } from "../support/rejection_watch.ts";
import { turn } from "../support/turns.ts";

const never = () => new Promise<never>(() => {});

Deno.test("abortable() settles as the work does", async () => {
  const { signal } = new AbortController();
  const failure = new Error("it is over");

  assertEquals(await abortable(Promise.resolve(5), signal), 5);
  await assertRejects(
    () => abortable(Promise.reject(failure), signal),
    Error,
    "it is over",
  );
});

Deno.test("abortable() does not wait for work that hangs when its signal aborts", async () => {
  const controller = new AbortController();
  const waiting = abortable(never(), controller.signal);
  controller.abort("enough");

  assertEquals(await waiting.catch((reason) => reason), "enough");
});

Deno.test("abortable() rejects at once if its signal is already aborted", async () => {
  const signal = AbortSignal.abort("enough");

  assertEquals(
    await abortable(never(), signal).catch((reason) => reason),
    "enough",
  );
});

Deno.test("abortable() leaves no listener behind once the work has settled", async () => {
  const { signal } = new AbortController();
  const listeners = () => getEventListeners(signal, "abort").length;
  const waiting = abortable(Promise.resolve(5), signal);
  const failing = abortable(Promise.reject("no"), signal);
  assertEquals(listeners(), 2);

  await waiting;
  await failing.catch(() => {});
  await turn();

  assertEquals(listeners(), 0);
});

Deno.test("abortable() handles the failure of work that it no longer waits for", async () => {
  await using rejections = new RejectionWatch();
  const controller = new AbortController();
  const work = Promise.withResolvers<never>();
  const early = Promise.withResolvers<never>();
  const waiting = abortable(work.promise, controller.signal);
  controller.abort("enough");
  const late = abortable(early.promise, controller.signal);
  work.reject(new Error("it is over"));
  early.reject(new Error("it is over"));

  assertEquals(await waiting.catch((reason) => reason), "enough");
  assertEquals(await late.catch((reason) => reason), "enough");
  assertEquals(await rejections.seen(), []);
});
