import type { Board } from "./board.ts";
import { cleanLine } from "./clean_text.ts";
import { countText, sizeText } from "./figures.ts";
import { rateStatus, statusOf } from "./status_text.ts";

/** A line on the state of all uploads, for logs. */
export function plainLine(board: Board, now: number): string {
  const { files, ended, failed, bytesTransferred, bytesEstimated } = board;
  const [only] = board.running;
  const what = files === 1
    ? cleanLine(board.labelOf(0))
    : `${countText(ended)} of ${countText(files)} files`;
  const percent = Math.floor(100 * bytesTransferred / bytesEstimated);
  const size = bytesEstimated > 0
    ? `${sizeText(bytesTransferred)} of ${
      sizeText(bytesEstimated)
    } (${percent} %)`
    : sizeText(bytesTransferred);
  const status = files === 1 && only !== undefined
    ? statusOf(only, now)
    : rateStatus(board);
  const texts = [size, status.texts[0]?.trim().replace(/ {2,}/, ", ")];
  if (failed > 0) texts.push(`${countText(failed)} failed`);
  return `${what}: ${texts.filter(Boolean).join(", ")}`;
}
