import { assertEquals } from "@std/assert";
import { UploadError } from "@network/upload";
import { replyOf, RetryScene } from "../support/retry_scene.ts";

const REASON = new Error("enough");
const BUSY = replyOf(503, { "retry-after": "7" });

Deno.test("an abort during an attempt ends it with the reason, whatever its outcome", async () => {
  const lost = new UploadError("network", "lost", { isTransient: true });
  for (const outcome of [lost, BUSY, replyOf(200)]) {
    using scene = new RetryScene();

    await scene.start(3, [() => {
      scene.controller.abort(REASON);
      if (outcome instanceof Error) throw outcome;
      return outcome;
    }]);

    assertEquals(scene.state, [1, REASON]);
    assertEquals(scene.retries, []);
  }
});

Deno.test("an abort during the delay ends it at once, without a refresh", async () => {
  using scene = new RetryScene();
  let asked = 0;

  await scene.start({ refresh: () => void asked++ }, [BUSY]);
  await scene.pass(3_000);
  scene.controller.abort(REASON);
  await scene.pass(0);

  assertEquals(scene.state, [1, REASON]);
  await scene.pass(60_000);
  assertEquals([scene.attempted.length, asked], [1, 0]);
});

Deno.test("an abort by the listener of the retry ends it at once", async () => {
  using scene = new RetryScene();
  const { push } = scene.retries;
  scene.retries.push = (retry) => {
    scene.controller.abort(REASON);
    return push.call(scene.retries, retry);
  };

  await scene.start(3, [BUSY]);

  assertEquals(scene.state, [1, REASON]);
});

Deno.test("an abort before, during and after a refresh ends it at once", async () => {
  const never = new Promise<void>(() => {});
  const late = Promise.withResolvers<void>();
  const refreshes: (() => unknown)[] = [
    () => never,
    () => late.promise,
    () => Promise.reject(new Error("cancelled, too")),
    () => {
      throw new Error("cancelled, too");
    },
    () => ({ url: "not valid" }),
    () => undefined,
  ];
  for (const refresh of refreshes) {
    using scene = new RetryScene();

    await scene.start({
      refresh: () => {
        scene.controller.abort(REASON);
        return refresh();
      },
    }, [BUSY]);
    await scene.pass(7_000);

    assertEquals(scene.state, [1, REASON]);
  }
  late.reject(new Error("too late to matter"));
});

Deno.test("an abort right after a refresh makes no further attempt", async () => {
  using scene = new RetryScene();
  const refresh = () => {
    const given = Promise.resolve({});
    // A turn after the result was taken.
    given.then(() => {}).then(() => scene.controller.abort(REASON));
    return given;
  };

  await scene.start({ refresh }, [BUSY]);
  await scene.pass(7_000);

  assertEquals(scene.state, [1, REASON]);
});

Deno.test("an abort of a refresh that hangs ends it, and its late failure is ignored", async () => {
  using scene = new RetryScene();
  const late = Promise.withResolvers<void>();

  await scene.start({ refresh: () => late.promise }, [BUSY]);
  await scene.pass(600_000);
  assertEquals(scene.state, [1, undefined]);
  scene.controller.abort(REASON);
  await scene.pass(0);

  assertEquals(scene.state, [1, REASON]);
  late.reject(new Error("too late to matter"));
  await scene.pass(0);
});

Deno.test("a signal keeps no listener of a wait that is over", async () => {
  using scene = new RetryScene();
  const { signal } = scene.controller;
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: unknown[]) => {
    listeners++;
    Reflect.apply(addEventListener, signal, args);
  };
  signal.removeEventListener = (...args: unknown[]) => {
    listeners--;
    Reflect.apply(removeEventListener, signal, args);
  };

  await scene.start({ refresh: () => ({}) }, [BUSY, BUSY]);
  await scene.pass(7_000);
  await scene.pass(7_000);

  assertEquals(scene.state, [3, 200]);
  assertEquals(listeners, 0);
});
