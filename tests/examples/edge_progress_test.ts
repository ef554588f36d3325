import { assertEquals, assertThrows } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { destinationFrom, toServer } from "../../examples/edge/destination.ts";
import { handle } from "../../examples/edge/handler.ts";
import {
  broadcast,
  type OpenChannel,
  openReport,
  watch,
} from "../../examples/edge/progress.ts";
import { endedWith, movedTo } from "../support/edge_client.ts";
import { serve } from "../support/http_server.ts";
import { serverSentEvents } from "../support/server_sent_events.ts";
import { until } from "../support/until.ts";

/** Channels that are counted as long as they are open. */
class CountedChannels {
  readonly #listeners = new Set<(message: unknown) => void>();

  get count(): number {
    return this.#listeners.size;
  }

  readonly open: OpenChannel = (_id, onMessage) => {
    this.#listeners.add(onMessage);
    return {
      post: (message) => {
        for (const listener of this.#listeners) {
          if (listener !== onMessage) listener(message);
        }
      },
      close: () => this.#listeners.delete(onMessage),
    };
  };
}

Deno.test("a watcher closes the channel when its client disconnects", async () => {
  const channels = new CountedChannels();
  const { body } = watch(channels.open, "id");
  assertEquals(channels.count, 1);

  await body?.cancel();

  await until(() => channels.count === 0);
});

Deno.test("a watcher closes the channel when the upload has ended", async () => {
  const channels = new CountedChannels();
  const events = serverSentEvents(watch(channels.open, "id"));
  const report = openReport(channels.open, "id");

  report.post({ bytesTransferred: 0, bytesEstimated: 5 });
  report.post({ bytesTransferred: 5, bytesEstimated: 5, outcome: 201 });
  report.close();

  assertEquals(channels.count, 0);
  assertEquals(await Array.fromAsync(events), [
    movedTo(0, 5),
    endedWith(5, 5, 201),
  ]);
});

Deno.test("a watcher gives up after a minute without messages", async () => {
  using time = new FakeTime();
  const channels = new CountedChannels();
  const events = serverSentEvents(watch(channels.open, "id"));
  const report = openReport(channels.open, "id");

  time.tick(59_000);
  report.post({ bytesTransferred: 1, bytesEstimated: 5 });
  time.tick(59_000);
  assertEquals(channels.count, 2);
  time.tick(1_000);

  assertEquals(channels.count, 1);
  assertEquals(await Array.fromAsync(events), [
    movedTo(1, 5),
    endedWith(0, -1, "unknown"),
  ]);
});

Deno.test("a client that reads nothing misses all but a few events and the last one", async () => {
  const channels = new CountedChannels();
  const response = watch(channels.open, "id");
  const report = openReport(channels.open, "id");

  for (let bytesTransferred = 0; bytesTransferred < 100; bytesTransferred++) {
    report.post({ bytesTransferred, bytesEstimated: 100 });
  }
  report.post({ bytesTransferred: 100, bytesEstimated: 100, outcome: 201 });

  const events = await Array.fromAsync(serverSentEvents(response));
  assertEquals(events.length < 10, true);
  assertEquals(events.at(-1), endedWith(100, 100, 201));
});

Deno.test("two uploads with the same id do not affect each other", () => {
  const channels = new CountedChannels();
  const one = openReport(channels.open, "id");
  const other = openReport(channels.open, "id");

  one.post({ bytesTransferred: 1, bytesEstimated: 5 });
  other.post({ bytesTransferred: 2, bytesEstimated: 5 });

  assertEquals(channels.count, 2);
});

Deno.test("an upload closes its channel when it has ended", async () => {
  await using storage = serve();
  const channels = new CountedChannels();
  const request = new Request("http://edge/files/a?upload=id", {
    method: "PUT",
    body: "hello",
  });

  const { status } = await handle(
    request,
    toServer(storage.url),
    channels.open,
  );

  assertEquals([status, channels.count], [200, 0]);
});

Deno.test("an invalid Content-Type is refused", async () => {
  const request = new Request("http://edge/files/a", {
    method: "PUT",
    body: "hello",
    headers: { "content-type": "text/plain; charset=none" },
  });

  const { status } = await handle(request, toServer("http://127.0.0.1:1/"));

  assertEquals(status, 400);
});

Deno.test("an edge function without a valid URL of its storage does not start", () => {
  assertThrows(() => destinationFrom({}), Error, "STORAGE_URL is not set");
  assertThrows(() => destinationFrom({ STORAGE_URL: "bucket" }), TypeError);
});

Deno.test("channels of the runtime reach only those with the same id", async () => {
  const heard: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const one = broadcast("one", (message) => {
    heard.push(message);
    if (message === "last") resolve();
  });
  const other = broadcast("other", (message) => heard.push(message));
  const sender = broadcast("one", (message) => heard.push(message));

  sender.post("first");
  sender.post("last");
  await promise;

  assertEquals(heard, ["first", "last"]);
  for (const channel of [one, other, sender]) channel.close();
});
