import type { Board } from "./board.ts";
import { cleanLine } from "./clean_text.ts";
import { countText, durationText, rateText, sizeText } from "./figures.ts";

/**
 * The last line: what was sent, in what time and at which average rate.
 *
 * @param elapsedMs The time that all took, in ms.
 * @param bytesPerSecond The average rate; -1 if unknown.
 */
export function summaryLine(
  board: Board,
  elapsedMs: number,
  bytesPerSecond: number,
): string {
  const { files, done, failed, bytesTransferred } = board;
  const what = files === 1
    ? cleanLine(board.labelOf(0))
    : done === files
    ? `${countText(files)} files`
    : `${countText(done)} of ${countText(files)} files`;
  const rate = bytesPerSecond > 0 ? `, ${rateText(bytesPerSecond)}` : "";
  const sent = `${sizeText(bytesTransferred)} in ${durationText(elapsedMs)}`;
  const failures = failed === 0 || files === 1
    ? ""
    : `, ${countText(failed)} failed`;
  return `${what}: ${sent}${rate}${failures}`;
}
