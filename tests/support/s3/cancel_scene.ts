import { assertEquals } from "@std/assert";
import { type Upload, upload } from "@network/upload";
import { runningCount } from "../../../src/transfer/cancel_registry.ts";
import { s3Upload } from "./s3_scene.ts";
import type { StrictS3Server } from "./strict_s3_server.ts";
import { turns } from "../turns.ts";

type Options = Partial<Parameters<typeof s3Upload>[1]>;
type More = Parameters<typeof s3Upload>[2];

/** The ways to cancel an upload; its events are consumed meanwhile. */
export const WAYS: Readonly<
  Record<string, (running: Upload, controller: AbortController) => unknown>
> = {
  "cancel()": (running) => running.cancel("enough"),
  "the signal": (_, controller) => controller.abort("enough"),
  "leaving the loop": async (running) => {
    for await (const _ of running) break;
  },
};

/** What an upload does when it is cancelled. */
interface Arranged {
  readonly options?: Options;
  readonly more?: More;
  /** Whether its end waits for what has stopped; otherwise it has to come before. */
  readonly isWaitedFor?: boolean;
}

/**
 * Cancels an upload at some moment, and waits for its end.
 *
 * @param arrange Lets the upload call `stop` at that moment, and wait for what it returns.
 */
export async function cancelAt(
  server: StrictS3Server,
  cancel: (running: Upload, controller: AbortController) => unknown,
  arrange: (stop: () => Promise<void>) => Arranged,
): Promise<void> {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const { options, more, isWaitedFor } = arrange(() => {
    reached.resolve();
    return released.promise;
  });
  const controller = new AbortController();
  const running = upload(s3Upload(server, { parallel: 1, ...options }, {
    progress: true,
    progressInterval: 0,
    signal: controller.signal,
    ...more,
  }));
  await reached.promise;
  const cancelling = cancel(running, controller);
  if (isWaitedFor) {
    await turns();
    assertEquals(runningCount(), 1);
    released.resolve();
  }
  await cancelling;
  const ended = await running;
  released.resolve();
  assertEquals(ended.error?.code, "cancelled");
  assertEquals(runningCount(), 0);
}
