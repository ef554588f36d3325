import { FakeTime } from "@std/testing/time";
import { assertEquals } from "@std/assert";
import { BarsView } from "../../src/cli/bars_view.ts";
import { boardOf, planned, progress } from "../support/cli/board_events.ts";
import { withSignals } from "../support/platform.ts";
import { until } from "../support/until.ts";

/** Keeps what is written to standard error, until the end of its scope. */
class KeptErrors implements Disposable {
  readonly frames: string[] = [];
  readonly #write = Deno.stderr.writeSync;

  constructor() {
    Deno.stderr.writeSync = (bytes) => {
      if (bytes.byteLength > 0) {
        this.frames.push(new TextDecoder().decode(bytes));
      }
      return bytes.byteLength;
    };
  }

  [Symbol.dispose](): void {
    Deno.stderr.writeSync = this.#write;
  }
}

function runningBoard() {
  return boardOf(
    [planned("a", 100)],
    progress({ sent: 50, size: 100 }),
  );
}

withSignals.test("BarsView draws anew at once when the terminal is resized", async () => {
  using _time = new FakeTime();
  using kept = new KeptErrors();
  using view = new BarsView(runningBoard(), false);
  view.changed();
  assertEquals(kept.frames.length, 1);

  Deno.kill(Deno.pid, "SIGWINCH");
  await until(() => kept.frames.length > 1);

  assertEquals(kept.frames.length, 2);
});

Deno.test("BarsView draws times anew though nothing happens, and nothing after its end", () => {
  using time = new FakeTime();
  using kept = new KeptErrors();
  const view = new BarsView(runningBoard(), false);
  view.changed();
  time.tick(500);
  assertEquals(kept.frames.length, 2);
  view[Symbol.dispose]();
  assertEquals(kept.frames.at(-1), "\r\x1b[J");

  time.tick(5000);
  view.print("late");
  assertEquals(kept.frames.slice(3), ["late\n"]);
});

Deno.test("BarsView takes the bars away while a response is written", async () => {
  using _time = new FakeTime();
  using kept = new KeptErrors();
  using view = new BarsView(runningBoard(), false);
  view.changed();

  await view.aside(() => {
    kept.frames.push("response");
    view.changed();
    return Promise.resolve();
  });

  const [, cleared, response, drawn] = kept.frames;
  assertEquals([cleared, response], ["\r\x1b[J", "response"]);
  assertEquals(drawn?.startsWith("\ra"), true);
});
