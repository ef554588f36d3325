import { assert, assertEquals } from "@std/assert";
import { ExchangeState } from "../../src/transfer/exchange_state.ts";
import { joinOrigin, leaveOrigin } from "../../src/transfer/origin_traffic.ts";
import { Progress } from "../../src/transfer/progress.ts";

const FIRST = new URL("http://first.invalid/");
const SECOND = new URL("http://second.invalid/");

function stateAt(url: URL): ExchangeState {
  return new ExchangeState(url, new Progress(() => {}).part(), () => {});
}

/** Whether a request to an origin is registered: its traffic is then one that has moved. */
function isJoined({ origin }: URL): boolean {
  const traffic = joinOrigin(origin);
  const { requests } = traffic;
  leaveOrigin(origin, traffic);
  return requests > 1;
}

Deno.test("ExchangeState is registered at the origin of the request at hand, until it ends", () => {
  const state = stateAt(FIRST);
  assertEquals([isJoined(FIRST), isJoined(SECOND)], [true, false]);

  state.enter(SECOND);
  assertEquals([isJoined(FIRST), isJoined(SECOND)], [false, true]);

  state.end(false);
  assertEquals([isJoined(FIRST), isJoined(SECOND)], [false, false]);
});

Deno.test("ExchangeState stays registered at its origin when the path changes, and has no response there", () => {
  const state = stateAt(FIRST);
  state.response = new Response();
  const next = new URL("next", FIRST);

  state.enter(next);

  assertEquals([state.url, state.hasResponse], [next, false]);
  assert(isJoined(FIRST));
  state.end(false);
  assertEquals(isJoined(FIRST), false);
});

Deno.test("ExchangeState sees what others move at its origin, and no other", () => {
  const [one, same, other] = [FIRST, FIRST, SECOND].map(stateAt);
  assert(one && same && other);

  same.taken(5);
  same.touch();
  other.touch();

  assertEquals([one.trafficMovements, one.movements], [2, 0]);
  assertEquals([same.trafficMovements, same.movements], [2, 2]);
  assertEquals(other.trafficMovements, 1);
  for (const state of [one, same, other]) state.end(true);
  assertEquals([isJoined(FIRST), isJoined(SECOND)], [false, false]);
});

Deno.test("ExchangeState is held up by bytes that the transport has not taken, or if it has them all", () => {
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
  assertEquals(state.hiddenBytes, 5);
  state.body = undefined;
  assertEquals(state.hiddenBytes, 0);
  state.end(false);
});

Deno.test("ExchangeState waits for its connection until its buffers are full or it is answered", () => {
  const state = stateAt(FIRST);
  assertEquals(state.isWaiting, true);
  state.taken(640 * 1024);
  assertEquals(state.isWaiting, true);
  state.taken(640 * 1024 + 1);
  assertEquals(state.isWaiting, false);
  state.taken(0);
  state.response = new Response();
  assertEquals(state.isWaiting, false);
  state.end(false);
});
