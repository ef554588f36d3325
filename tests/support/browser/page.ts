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

/** A progress bar in a page. */
interface Bar {
  readonly position: number;
}

/** The part of a locator of Playwright that tests use. */
export interface Locator {
  click(): Promise<void>;
  focus(): Promise<void>;
  waitFor(options?: { state?: "attached" | "hidden" }): Promise<void>;
  filter(options: { visible?: boolean; hasText?: string }): Locator;
  nth(index: number): Locator;
  getByRole(role: string, options?: RoleOptions): Locator;
  getByText(text: string | RegExp): Locator;
  count(): Promise<number>;
  textContent(): Promise<string | null>;
  allTextContents(): Promise<string[]>;
  getAttribute(name: string): Promise<string | null>;
  ariaSnapshot(): Promise<string>;
  setInputFiles(path: string): Promise<void>;
  evaluate<Value>(read: (bar: Bar) => Value): Promise<Value>;
  evaluateAll<Value>(read: (bars: readonly Bar[]) => Value): Promise<Value>;
}

/** The part of a browser context of Playwright that tests use. */
interface Context {
  setHTTPCredentials(
    credentials: { username: string; password: string },
  ): Promise<void>;
}

/** The part of a page of Playwright that tests use. */
export interface Page extends Pick<Locator, "getByRole" | "getByText"> {
  readonly keyboard: { press(key: string): Promise<void> };
  context(): Context;
  getByLabel(text: string, options?: { exact: boolean }): Locator;
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  locator(selector: string): Locator;
  setInputFiles(selector: string, files: readonly string[]): Promise<void>;
  /** A string runs as a script of the page. */
  evaluate<Value>(script: string): Promise<Value>;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  emulateMedia(media: { colorScheme: "light" | "dark" }): Promise<void>;
  screenshot(options: { path: string; fullPage: boolean }): Promise<unknown>;
  /** Waits until a script of the page gives something that is true. */
  waitForFunction(script: string): Promise<{ jsonValue(): Promise<unknown> }>;
  waitForTimeout(ms: number): Promise<void>;
}
