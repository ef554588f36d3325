/** The command line is wrong. The message says how, and the hint what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** What to do about it; may be empty. */
  readonly hint: string;

  constructor(message: string, hint = "") {
    super(message);
    this.hint = hint;
  }
}
