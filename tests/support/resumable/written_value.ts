const MAX_LENGTH = 300_000;

/** The value that the writing program writes in its turn. */
export function valueOf(count: number): { count: number; text: string } {
  const letter = String.fromCharCode(97 + count % 26);
  return { count, text: letter.repeat(1 + count * 7_919 % MAX_LENGTH) };
}
