/**
 * The suite as it runs in every runtime. One file is made of it and of the module.
 *
 * @module
 */

import { ANSWERS } from "./cases/answers.ts";
import { ARGUMENTS } from "./cases/arguments.ts";
import { BODIES } from "./cases/bodies.ts";
import { ENDINGS } from "./cases/endings.ts";
import { FILES } from "./cases/files.ts";
import { MANY } from "./cases/many.ts";
import { OUTCOMES } from "./cases/outcomes.ts";
import { PACE } from "./cases/pace.ts";
import { PATIENCE } from "./cases/patience.ts";
import { RESUMING } from "./cases/resuming.ts";
import { RETRYING } from "./cases/retrying.ts";
import { S3 } from "./cases/s3.ts";
import { SENDING } from "./cases/sending.ts";
import { SOURCES } from "./cases/sources.ts";
import { type Case, Lab } from "./lab.ts";
import type { Outcome, SuiteOptions } from "./protocol.ts";

const CASES: readonly Case[] = [
  ...ARGUMENTS,
  ...SENDING,
  ...SOURCES,
  ...FILES,
  ...BODIES,
  ...ENDINGS,
  ...RETRYING,
  ...RESUMING,
  ...S3,
  ...PATIENCE,
  ...PACE,
  ...ANSWERS,
  ...OUTCOMES,
  ...MANY,
];
const PATIENCE_MS = 20_000;

/** Runs all cases, one after the other. */
export async function run(options: SuiteOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, run: check } of CASES) {
    try {
      const instead = await inTime(check(new Lab(options)));
      outcomes.push({ name, ...(instead !== undefined && { instead }) });
    } catch (thrown) {
      outcomes.push({ name, failure: String(thrown) });
    }
  }
  return outcomes;
}

/** A case that hangs must not keep the others from being seen. */
async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("it hangs")), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
