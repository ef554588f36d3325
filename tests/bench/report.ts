/** A line of a table: what was measured, once in each round. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
  /** The measured one divided by this one, round by round. */
  readonly ratios?: readonly number[];
  /** The target of the ratio if there is one, otherwise of the value. */
  readonly target?: Target;
}

/** A bound. */
export type Target = { readonly atLeast: number } | { readonly atMost: number };

/** What a section found out, or why it could not. */
export interface Table {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly notes?: readonly string[];
  readonly skipped?: string;
}

/** The one in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? NaN;
  return sorted.length % 2 === 1
    ? upper
    : (upper + (sorted[half - 1] ?? NaN)) / 2;
}

/** Whether a row reaches its target; undefined if it has none. */
export function isReached(
  { target, ratios, values }: Row,
): boolean | undefined {
  if (target === undefined) return undefined;
  const value = median(ratios ?? values);
  return "atLeast" in target ? value >= target.atLeast : value <= target.atMost;
}

/** A table as Markdown, which is fit to read in a terminal too. */
export function toMarkdown(
  { title, rows, notes = [], skipped }: Table,
): string {
  const cells = rows.map((row) => [
    row.name,
    `${show(median(row.values))} ${row.unit}`,
    row.values.length > 1
      ? `${show(Math.min(...row.values))}–${show(Math.max(...row.values))}`
      : "",
    row.ratios ? `${median(row.ratios).toFixed(2)}×` : "",
    row.target ? `${showTarget(row.target)} ${isReached(row) ? "✓" : "✗"}` : "",
  ]);
  const lines = [
    ["", "median", "min–max", "ratio", "target"],
    ...cells,
  ];
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...lines.map((line) => (line[column] ?? "").length), 3)
  );
  const toLine = (line: readonly string[]) =>
    `| ${
      line.map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      }).join(" | ")
    } |`;
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : "-".repeat(width - 1) + ":"
  );
  const [head = [], ...body] = lines.map(toLine);
  const table = rows.length > 0 ? [head, toLine(rule), ...body, ""] : [];
  return [
    `### ${title}`,
    "",
    ...(skipped === undefined ? [] : [`skipped: ${skipped}`, ""]),
    ...table.flat(),
    ...notes.map((note) => `- ${note}`),
  ].join("\n");
}

function show(value: number): string {
  return value >= 100 || Number.isInteger(value)
    ? value.toFixed(0)
    : value.toPrecision(3);
}

function showTarget(target: Target): string {
  return "atLeast" in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
}
