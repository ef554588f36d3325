/**
 * Prints as JSON what this runtime makes of claims of several processes.
 *
 * @module
 */

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { processClaims } from "../../../src/resumable/lock/process_claims.ts";
import { until } from "../until.ts";

const kind = await processClaims();
const [space = "", pid = "", start = ""] = kind.label.split("-");
const judge = async (...parts: unknown[]) =>
  await kind.isAlive("/nowhere", parts.join("-")) ?? "unknown";

// The shell becomes a program that never waits for its child.
const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 60"]);
const child = Number(
  await new Promise((resolve) => parent.stdout.once("data", resolve)),
);
const childLabel = [space, child, fieldsOf(child)[19]];
const running = await judge(...childLabel);
process.kill(child, "SIGKILL");
await until(() => fieldsOf(child)[0] === "Z");
const zombie = await judge(...childLabel);
parent.kill("SIGKILL");

console.log(JSON.stringify({
  namesItsProcess: pid === `${process.pid}`,
  own: await judge(kind.label),
  earlierWithItsId: await judge(space, pid, Number(start) - 1),
  running,
  zombie,
  missing: await judge(space, 4_194_304, ""),
  withoutStart: await judge(space, pid, ""),
  elsewhere: await judge("00000000", pid, start),
  ofDeno: await judge("flock"),
}));

function fieldsOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}
