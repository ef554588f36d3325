import { assert, assertEquals } from "@std/assert";
import { ExchangeState } from "../../src/transfer/exchange_state.ts";
import {
  recordMovement,
  unwatchOrigin,
  watchOrigin,
} from "../../src/transfer/origin_traffic.ts";
import { Progress } from "../../src/transfer/progress.ts";
import { PerformanceClock } from "../support/performance_clock.ts";

const FIRST = new URL("http://first.invalid/");
const SECOND = new URL("http://second.invalid/");

function stateAt(url: URL): ExchangeState {
  return new ExchangeState(url, new Progress(() => {}).part());
}

/** Whether an origin is watched already. */
function isWatched(url: URL): boolean {
  const traffic = watchOrigin(url);
  const { watchers } = traffic;
  unwatchOrigin(traffic);
  return watchers > 1;
}

Deno.test("ExchangeState watches the origin of the current request once its traffic is checked, until it ends", () => {
  const state = stateAt(FIRST);
  assertEquals(isWatched(FIRST), false);
  assertEquals(state.hasMoved(), false);
  assertEquals([isWatched(FIRST), isWatched(SECOND)], [true, false]);

  state.enter(SECOND);
  assertEquals(state.hasMoved(), false);
  assertEquals([isWatched(FIRST), isWatched(SECOND)], [false, true]);

  state.end(false);
  assertEquals([isWatched(FIRST), isWatched(SECOND)], [false, false]);
});

Deno.test("ExchangeState has no response yet when it enters another URL", () => {
  const state = stateAt(FIRST);
  state.response = new Response();
  const next = new URL("next", FIRST);

  state.enter(next);

  assertEquals([state.url, state.hasResponse], [next, false]);
  state.end(false);
});

Deno.test("ExchangeState sees the traffic of others at its own origin only", () => {
  const [one, same, other] = [FIRST, FIRST, SECOND].map(stateAt);
  assert(one && same && other);
  const moves = () => [one, same, other].map((state) => state.hasMoved());
  assertEquals(moves(), [false, false, false]);

  other.touch();
  assertEquals(moves(), [false, false, true]);
  same.taken(5);
  assertEquals(moves(), [true, true, false]);
  same.touch();
  assertEquals(moves(), [true, true, false]);
  assertEquals(moves(), [false, false, false]);
  for (const state of [one, same, other]) state.end(true);
  assertEquals([isWatched(FIRST), isWatched(SECOND)], [false, false]);
});

Deno.test("recordMovement() counts only for an origin that is watched", () => {
  const traffic = watchOrigin(FIRST);
  recordMovement(FIRST);
  recordMovement(SECOND);

  assertEquals(traffic.movements, 1);
  unwatchOrigin(traffic);
});

Deno.test("ExchangeState is held up by bytes that the transport has not taken, or once it has taken all", () => {
  const state = stateAt(FIRST);
  const body = new Uint8Array(5);
  const given = { body, size: 5, isStream: false } as const;
  const isHeldUp = (passed: number, taken: number) => {
    state.body = { ...given, passed };
    state.taken(taken);
    return state.isHeldUp;
  };

  assertEquals(isHeldUp(0, 0), false);
  assertEquals(isHeldUp(3, 2), true);
  assertEquals(isHeldUp(3, 3), false);
  assertEquals(isHeldUp(5, 5), true);
  state.end(false);
});

Deno.test("ExchangeState allows 128 kbit/s for a body whose progress is not reported", () => {
  const state = stateAt(FIRST);
  const body = new Uint8Array(32_000);
  state.body = { body, size: 32_000, passed: 32_000, isStream: false };

  assertEquals(state.hiddenSeconds, 2);
  state.body = undefined;
  assertEquals(state.hiddenSeconds, 0);
  state.end(false);
});

Deno.test("ExchangeState allows as much time for buffers and redirects as reported bytes took", () => {
  using clock = new PerformanceClock();
  const state = stateAt(FIRST);
  const body = new Uint8Array(8);
  state.body = { body, size: 8, passed: 8, isStream: false };
  state.enter(FIRST, true);
  assertEquals(state.hiddenSeconds, 0);
  clock.now += 5_000;
  state.taken(2);
  clock.now += 3_000;
  state.taken(7);
  assertEquals(state.hiddenSeconds, 0);
  clock.now += 1_000;
  state.taken(8);
  clock.now += 9_000;

  assertEquals(state.hiddenSeconds, 4);
  state.enter(SECOND, true);
  assertEquals(state.hiddenSeconds, 0);
  state.end(false);
});

Deno.test("ExchangeState counts the traffic of others until its buffers are full or a response begins", () => {
  const [state, other] = [FIRST, FIRST].map(stateAt);
  assert(state && other);
  const countsOther = () => {
    state.hasMoved();
    other.touch();
    return state.hasMoved();
  };

  assertEquals(countsOther(), true);
  state.taken(640 * 1024);
  assertEquals(countsOther(), true);
  state.taken(640 * 1024 + 1);
  assertEquals(countsOther(), false);
  state.taken(0);
  state.response = new Response();
  assertEquals(countsOther(), false);
  for (const each of [state, other]) each.end(false);
});
