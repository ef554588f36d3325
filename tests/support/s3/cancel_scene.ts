import { assertEquals } from "@std/assert";
import { type Upload, upload } from "@network/upload";
import { runningCount } from "../../../src/transfer/cancel_registry.ts";
import { s3Upload } from "./s3_scene.ts";
import type { StrictS3Server } from "./strict_s3_server.ts";

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

/** Cancels an upload at some moment, and waits for its end. */
export async function cancelAt(
  server: StrictS3Server,
  cancel: (running: Upload, controller: AbortController) => unknown,
  arrange: (stop: () => Promise<void>) => { options?: Options; more?: More },
): Promise<void> {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const { options, more } = arrange(() => {
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
  // What hangs on the server does not hold the upload up, but a creation does.
  const release = setTimeout(released.resolve, 20);
  await cancelling;
  const ended = await running;
  clearTimeout(release);
  released.resolve();
  assertEquals(ended.error?.code, "cancelled");
  assertEquals(runningCount(), 0);
}
