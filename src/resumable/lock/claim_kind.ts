/** How a process shows others that a claim is its own, and that it lives. */
export interface ClaimKind {
  /** The part of the names of its claims that says whose they are. */
  readonly label: string;
  /**
   * Makes the file of a claim, which must not exist.
   *
   * @returns What removes it.
   */
  make(path: string): Promise<() => Promise<void>>;
  /**
   * Whether the process that made a claim lives; `undefined` if that cannot be
   * known from here.
   */
  isAlive(path: string, label: string): Promise<boolean | undefined>;
}
