import type { Board } from "./board.ts";
import { LinesView, QuietView } from "./lines_view.ts";
import { optionalVariable } from "./optional_variable.ts";
import type { Settings } from "./settings.ts";
import type { View } from "./view.ts";

/** How progress is shown. */
export type ViewKind = "bars" | "lines" | "quiet";

/** How progress can be shown on this standard error. */
export function viewKind({ json, quiet }: Settings): ViewKind {
  if (json || quiet) return "quiet";
  const isDrawable = Deno.stderr.isTerminal() &&
    optionalVariable("TERM") !== "dumb";
  return isDrawable ? "bars" : "lines";
}

/** Starts to show progress. */
export async function openView(kind: ViewKind, board: Board): Promise<View> {
  switch (kind) {
    case "bars": {
      // Scripts do not wait until what draws is loaded.
      const { BarsView } = await import("./bars_view.ts");
      return new BarsView(board, !Deno.noColor);
    }
    case "lines":
      return new LinesView(board);
    case "quiet":
      return new QuietView();
  }
}
