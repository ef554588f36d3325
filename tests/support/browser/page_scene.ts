import { bundle } from "../bundle.ts";
import { TempFolder } from "../files.ts";
import { serve, type TestServer } from "../http_server.ts";
import { type TusOptions, TusServer } from "../tus/tus_server.ts";
import { Browser } from "./browser.ts";

const EXAMPLE = new URL("../../../examples/browser/", import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  html: "text/html",
  css: "text/css",
  js: "text/javascript",
};

let bundling: Promise<string> | undefined;

/** The page of the examples in Chromium, and a strict server on another origin. */
export class PageScene implements AsyncDisposable {
  readonly browser: Browser;
  readonly server: TusServer;
  /** For files that are selected. */
  readonly folder: TempFolder;
  readonly #cleanUp: AsyncDisposableStack;

  private constructor(
    browser: Browser,
    server: TusServer,
    folder: TempFolder,
    cleanUp: AsyncDisposableStack,
  ) {
    this.browser = browser;
    this.server = server;
    this.folder = folder;
    this.#cleanUp = cleanUp;
  }

  /** Opens the page. */
  static async open(
    chromium: string,
    options: TusOptions = { cors: true },
  ): Promise<PageScene> {
    await using cleanUp = new AsyncDisposableStack();
    const folder = cleanUp.use(new TempFolder());
    const server = cleanUp.use(await new TusServer(options).listen());
    const page = cleanUp.use(await servePage(server.endpoint));
    const browser = cleanUp.use(await Browser.open(chromium));
    await browser.run(async (page, url) => void await page.goto(url), page.url);
    return new PageScene(browser, server, folder, cleanUp.move());
  }

  /** Selects files by their paths. */
  async select(...paths: string[]): Promise<void> {
    await this.browser.run(
      (page, paths) => page.setInputFiles("input", paths),
      paths,
    );
  }

  /** Waits until the page shows a text, in which a space may be a non-breaking one. */
  async shows(text: string): Promise<void> {
    await this.browser.run(
      (page, pattern) =>
        page.getByText(new RegExp(pattern)).filter({ visible: true }).nth(0)
          .waitFor(),
      RegExp.escape(text).replaceAll("\\x20", "\\s"),
    );
  }

  /** Waits until the page has announced texts to users of screen readers. */
  async announced(...texts: string[]): Promise<void> {
    await this.browser.run(async (page, texts) => {
      for (const text of texts) {
        await page.getByRole("log").getByText(text).waitFor({
          state: "attached",
        });
      }
    }, texts);
  }

  /** Clicks a button. */
  async click(name: string): Promise<void> {
    await this.browser.run(
      (page, name) => page.getByRole("button", { name, exact: true }).click(),
      name,
    );
  }

  /** The name of the element that has the focus. */
  async focused(): Promise<string> {
    return await this.browser.run((page) =>
      page.evaluate<string>(
        "document.activeElement.ariaLabel ?? document.activeElement.labels?.[0]?.textContent.trim() ?? document.activeElement.textContent",
      )
    );
  }

  /** The positions of the bars, the first of which is that of all files. */
  async bars(): Promise<number[]> {
    return await this.browser.run((page) =>
      page.evaluate<number[]>(
        "[...document.querySelectorAll('progress')].map(({ value }) => value)",
      )
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#cleanUp.disposeAsync();
  }
}

/** Serves the files of the page, with another server for its uploads. */
async function servePage(endpoint: string): Promise<TestServer> {
  const script = await (bundling ??= bundlePage());
  return serve(async ({ url: { pathname } }) => {
    const name = pathname === "/" ? "page.html" : pathname.slice(1);
    const type = TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "";
    const text = name === "page.js"
      ? script
      : await Deno.readTextFile(new URL(name, EXAMPLE));
    return new Response(
      text.replace('action="files/"', `action="${endpoint}"`),
      {
        headers: { "content-type": type },
      },
    );
  });
}

async function bundlePage(): Promise<string> {
  using folder = new TempFolder();
  const output = `${folder.path}/page.js`;
  await bundle("examples/browser/page.js", output);
  return await Deno.readTextFile(output);
}
