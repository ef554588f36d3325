import {
  CRASH_RUNS,
  CrashRuns,
  resumableTarget,
} from "../support/resumable/crash_runs.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import { TusServer } from "../support/tus/tus_server.ts";

/** Start a server, and return it with the URL to upload to. */
const SERVERS = {
  tus: async () => {
    const server = await new TusServer().listen();
    return { server, url: server.endpoint };
  },
  rufh: async () => {
    const server = await new RufhServer().listen();
    return { server, url: server.target };
  },
};

for (const protocol of ["tus", "rufh"] as const) {
  Deno.test(`the same call by ${protocol} goes on after the process was killed, in ${CRASH_RUNS} runs`, async () => {
    const runs = new CrashRuns(protocol);
    for (let run = 0; run < CRASH_RUNS; run++) {
      const { server, url } = await SERVERS[protocol]();
      await using _ = server;
      await runs.run(resumableTarget(server, url));
    }
    console.log(`${runs.kills} processes killed`);
  });
}
