import { assert, assertEquals } from "@std/assert";
import { Rate } from "../../src/events/rate.ts";
import { readRate, recordedCurve } from "../support/curves.ts";

const LINES = [["1_mbit", 3000], ["10_mbit", 3000], [
  "100_mbit",
  3000,
]] as const;

for (const [name, from] of [...LINES, ["200_kbit", 9000]] as const) {
  Deno.test(`Rate matches the connection from ${from} ms on (${name})`, async () => {
    const curve = await recordedCurve(name);
    const { first, end, size } = endsOf(curve);
    const real = readRate(first, end);
    let checked = 0;

    replay(curve, (rate, { ms, taken }) => {
      if (ms < from || taken === size) return;
      const error = rate.bytesPerSecond(ms) / real - 1;
      assert(Math.abs(error) <= 0.15, `${error} after ${ms} ms`);
      checked++;
    });

    assert(checked > 2);
  });

  Deno.test(`Rate estimates the time left from a third of the way on (${name})`, async () => {
    const curve = await recordedCurve(name);
    const { end, size } = endsOf(curve);
    let checked = 0;

    replay(curve, (rate, { ms, taken }) => {
      const left = (end.ms - ms) / 1000;
      if (ms < end.ms / 3 || left < 0.5) return;
      const error = rate.secondsFor(size - taken, ms) / left - 1;
      assert(Math.abs(error) <= 0.25, `${error} after ${ms} ms`);
      checked++;
    });

    assert(checked > 2);
  });

  Deno.test(`Rate estimates what is in the buffers (${name})`, async () => {
    const curve = await recordedCurve(name);
    const { size } = endsOf(curve);

    replay(curve, (rate, { ms, taken, read }) => {
      if (ms < from || taken === size) return;
      const error = rate.bytesInBuffers(ms) - (taken - read);
      // A burst that has begun takes up to 600 KB.
      assert(Math.abs(error) <= 650_000, `${error} after ${ms} ms`);
    });
  });
}

Deno.test("Rate is still reported while buffers drain after the last byte was taken", async () => {
  const curve = await recordedCurve("1_mbit");
  const { end, size } = endsOf(curve);
  const last = curve.findIndex(({ taken }) => taken === size);
  const { rate } = replay(curve.slice(0, last + 1), () => {});
  const moment = curve[last];
  assert(moment);

  for (let { ms } = moment; ms < end.ms; ms += 500) {
    const error = rate.secondsFor(0, ms) - (end.ms - ms) / 1000;
    assert(Math.abs(error) < 1, `${error} after ${ms} ms`);
  }
  assertEquals(rate.secondsFor(0, end.ms + 60_000), 0);
});

type Curve = Awaited<ReturnType<typeof recordedCurve>>;
type Check = (rate: Rate, moment: Curve[number]) => void;

function endsOf(curve: Curve) {
  const [first, end] = [curve[0], curve.at(-1)];
  assert(first && end);
  return { first, end, size: end.taken };
}

/** Records a curve but its end, and looks at each moment of it. */
function replay(curve: Curve, check: Check): { rate: Rate } {
  const rate = new Rate();
  let before = 0;
  for (const moment of curve.slice(0, -1)) {
    rate.took(moment.taken - before, moment.ms);
    before = moment.taken;
    check(rate, moment);
  }
  return { rate };
}
