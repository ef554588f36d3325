/**
 * Prints what `StopSignals` reports of the signals that the program gets, on a
 * clock that each signal advances by 150 ms.
 *
 * @module
 */

import { StopSignals } from "../../../src/cli/stop_signals.ts";
import { PerformanceClock } from "../performance_clock.ts";

using clock = new PerformanceClock();
using signals = new StopSignals(
  () => console.log("first", signals.code),
  (code) => console.log("second", code),
);
for (const name of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(name, () => {
    console.log(name);
    clock.now += 150;
  });
}
console.log("ready");
await new Promise((resolve) => setTimeout(resolve, 20_000));
