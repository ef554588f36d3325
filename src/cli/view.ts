/** What shows the progress of uploads, on standard error. */
export interface View extends Disposable {
  /** Shows what has changed. */
  changed(): void;
  /** Prints lines that stay. */
  print(text: string): void;
  /** Takes the progress away while something else is written. */
  aside(write: () => Promise<void>): Promise<void>;
}
