import { assertEquals, assertStringIncludes } from "@std/assert";
import { barLine } from "../../examples/terminal_bar.ts";

const FIGURES = {
  bytesTransferred: 50e6,
  bytesEstimated: 100e6,
  bytesPerSecond: 12.5e6,
  secondsRemaining: 64.2,
};

Deno.test("barLine shows percentage, rate and time left", () => {
  assertEquals(
    barLine(FIGURES, 61),
    "█".repeat(13) + "░".repeat(14) + "   50 %    12.5 MB/s    1:05 left",
  );
});

Deno.test("barLine fits a terminal of any width, and has a bar", () => {
  for (let columns = 20; columns <= 200; columns++) {
    for (const bytesPerSecond of [-1, 0, 999e9]) {
      for (const secondsRemaining of [-1, 0, 59_999]) {
        const line = barLine(
          { ...FIGURES, bytesPerSecond, secondsRemaining },
          columns,
        );

        assertEquals(line.length, Math.min(columns, 80) - 1);
        assertStringIncludes(line, "█████░░░░░");
        assertStringIncludes(line, " 50 %");
      }
    }
  }
});

Deno.test("barLine omits the time left, then the rate, in a narrow terminal", () => {
  assertEquals(barLine(FIGURES, 40), "█████████░░░░░░░░░░   50 %    12.5 MB/s");
  assertEquals(barLine(FIGURES, 20), "██████░░░░░░   50 %");
});

Deno.test("barLine is full for an empty file, otherwise only at the end", () => {
  const ended = { ...FIGURES, bytesTransferred: 100e6 };
  const almost = { ...FIGURES, bytesTransferred: 100e6 - 1 };
  const empty = { ...FIGURES, bytesTransferred: 0, bytesEstimated: 0 };

  assertEquals(barLine(ended, 20), "████████████  100 %");
  assertEquals(barLine(empty, 20), "████████████  100 %");
  assertEquals(barLine(almost, 20), "███████████░   99 %");
});
