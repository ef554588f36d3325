import {
  CRASH_RUNS,
  CrashRuns,
  resumableTarget,
} from "../support/resumable/crash_runs.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";

Deno.test(`the same call by rufh goes on after the process was killed, in ${CRASH_RUNS} runs`, async () => {
  const runs = new CrashRuns("rufh");
  for (let run = 0; run < CRASH_RUNS; run++) {
    await using server = await new RufhServer().listen();
    await runs.run(resumableTarget(server, server.target));
  }
  console.log(`${runs.kills} processes killed`);
});
