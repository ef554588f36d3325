/**
 * Numbers as people read them.
 *
 * @module
 */

/** Keeps a number and its unit in one line. */
const SPACE = "\u00a0";
const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

/** Such as `12.3 MB`. */
export function bytesText(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit > 0 && value < 99.95 ? 1 : 0;
  return `${value.toFixed(digits)}${SPACE}${UNITS[unit]}`;
}

/** Such as `40 %`. Rounded down, so that 100 % is the end. */
export function percentText(part) {
  return `${Math.floor(100 * part)}${SPACE}%`;
}

/** Such as `40 s` or `2 min 5 s`. */
export function timeText(seconds) {
  const left = Math.ceil(seconds);
  const minutes = Math.floor(left / 60);
  const secondsText = `${left % 60}${SPACE}s`;
  return minutes > 0 ? `${minutes}${SPACE}min ${secondsText}` : secondsText;
}
