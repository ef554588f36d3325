/** What a locator of Playwright is found by, besides its role. */
interface RoleOptions {
  readonly name?: string | RegExp;
  readonly exact?: boolean;
}

/** A file of a browser that is on no disk. */
export interface FileInMemory {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Uint8Array;
}

/** The part of a locator of Playwright that tests use. */
export interface Locator {
  click(): Promise<void>;
  focus(): Promise<void>;
  waitFor(options?: { state?: "attached" | "hidden" }): Promise<void>;
  filter(options: { visible: boolean }): Locator;
  nth(index: number): Locator;
  getByRole(role: string, options?: RoleOptions): Locator;
  getByText(text: string | RegExp): Locator;
  count(): Promise<number>;
  textContent(): Promise<string | null>;
  allTextContents(): Promise<string[]>;
  getAttribute(name: string): Promise<string | null>;
  ariaSnapshot(): Promise<string>;
}

/** The part of a page of Playwright that tests use. */
export interface Page extends Pick<Locator, "getByRole" | "getByText"> {
  readonly keyboard: { press(key: string): Promise<void> };
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  locator(selector: string): Locator;
  setInputFiles(selector: string, files: readonly string[]): Promise<void>;
  /** A string runs as a script of the page. */
  evaluate<Value>(script: string): Promise<Value>;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  emulateMedia(media: { colorScheme: "light" | "dark" }): Promise<void>;
  screenshot(options: { path: string; fullPage: boolean }): Promise<unknown>;
  waitForTimeout(ms: number): Promise<void>;
}
