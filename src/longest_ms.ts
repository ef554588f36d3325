/** Timers take no longer delay than this, in ms; a longer one would fire at once. */
export const LONGEST_MS = 2 ** 31 - 1;
