import type { Outcome, Result } from "./protocol.ts";

/** What came of the suite in all of them, to look at. */
export interface Matrix {
  /** A table of cases and runtimes in Markdown, and what went wrong. */
  readonly text: string;
  readonly passed: number;
  readonly failed: number;
}

/** Makes a matrix of the results in each runtime. A case that is missing in one has failed there. */
export function toMatrix(results: ReadonlyMap<string, Result>): Matrix {
  const failures: string[] = [];
  const outcomesOf = new Map<string, ReadonlyMap<string, Outcome>>();
  for (const [runtime, result] of results) {
    if (result instanceof Error) failures.push(`${runtime}: ${result.message}`);
    const outcomes = result instanceof Error ? [] : result;
    outcomesOf.set(runtime, new Map(outcomes.map((one) => [one.name, one])));
  }
  const names = new Set(
    [...outcomesOf.values()].flatMap((outcomes) => [...outcomes.keys()]),
  );
  let passed = 0;
  const rows = Array.from(names, (name) => [
    name,
    ...Array.from(outcomesOf, ([runtime, outcomes]) => {
      const outcome = outcomes.get(name);
      if (outcome?.failure !== undefined) {
        failures.push(`${runtime}, ${name}: ${outcome.failure}`);
      }
      if (outcome === undefined || outcome.failure !== undefined) return "✗";
      passed++;
      return outcome.instead ?? "✓";
    }),
  ]);
  const text = [toTable([["", ...results.keys()], ...rows]), ...failures];
  const failed = rows.length * results.size - passed;
  return {
    text: text.join("\n"),
    passed,
    failed: Math.max(failed, failures.length),
  };
}

function toTable(lines: readonly (readonly string[])[]): string {
  const [head = [], ...body] = lines;
  const widths = head.map((_, column) =>
    Math.max(3, ...lines.map((line) => line[column]?.length ?? 0))
  );
  const rule = widths.map((width) => "-".repeat(width));
  return [head, rule, ...body].map((line) =>
    `| ${
      line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")
    } |\n`
  ).join("");
}
