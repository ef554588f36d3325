import {
  CRASH_RUNS,
  CrashRuns,
  resumableTarget,
} from "../support/resumable/crash_runs.ts";
import { TusServer } from "../support/tus/tus_server.ts";

Deno.test(`the same call by tus goes on after the process was killed, in ${CRASH_RUNS} runs`, async () => {
  const runs = new CrashRuns("tus");
  for (let run = 0; run < CRASH_RUNS; run++) {
    await using server = await new TusServer().listen();
    await runs.run(resumableTarget(server, server.endpoint));
  }
  console.log(`${runs.kills} processes killed`);
});
