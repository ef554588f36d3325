import { assertEquals } from "@std/assert";
import { removeBrowser } from "../support/browser/browser.ts";
import { PageScene } from "../support/browser/page_scene.ts";
import { holdAt } from "../support/hold_at.ts";
import { testWith } from "../support/server_program.ts";
import { times } from "../support/server_hooks.ts";

Deno.test.afterAll(removeBrowser);

const LONG_NAME = `${"a_name_without_spaces_".repeat(8)}.bin`;
const WIDTHS = [320, 360, 1280];

/** Fills the page with a file in each state, of which one is sent half way. */
async function fill(scene: PageScene): Promise<Disposable> {
  const { folder, server } = scene;
  const refused = { status: 413, body: "Files must not exceed 1 MB" };
  server.hooks = { answer: times(1, "POST", refused) };
  await scene.select(folder.write(LONG_NAME, 10));
  await scene.shows("Files must not exceed 1 MB");
  server.hooks = {};
  await scene.select(folder.write("notes.txt", 2_345));
  await scene.shows("Uploaded · ");
  const headers = { "Retry-After": "29" };
  server.hooks = { answer: times(1, "PATCH", { status: 503, headers }) };
  await scene.select(folder.write("retried.csv", 120_000));
  await scene.shows("Trying again");
  const hold = holdAt(server, 10_000_000);
  const names = ["paused.mp4", "film.mp4", "third.bin"];
  await scene.select(...names.map((name) => folder.write(name, 40_000_000)));
  await hold.reached;
  await scene.click("Pause paused.mp4");
  await scene.shows("Paused at ");
  return hold;
}

testWith(
  "chromium",
  "examples/browser fits narrow and wide windows, light and dark",
  async (chromium) => {
    await using scene = await PageScene.open(chromium);
    using _hold = await fill(scene);
    // To look at: set the variable to a folder.
    const folder = Deno.env.get("SCREENSHOTS") ?? scene.folder.path;

    const overflowing = await scene.browser.run(
      async (page, widths, folder) => {
        const overflowing: string[] = [];
        for (const width of widths) {
          for (const colorScheme of ["light", "dark"] as const) {
            await page.setViewportSize({ width, height: 800 });
            await page.emulateMedia({ colorScheme });
            const path = `${folder}/${width}_${colorScheme}.png`;
            await page.screenshot({ path, fullPage: true });
            const wide = await page.evaluate<number>(
              "document.documentElement.scrollWidth",
            );
            if (wide > width) overflowing.push(path);
          }
        }
        return overflowing;
      },
      WIDTHS,
      folder,
    );

    assertEquals(overflowing, []);
  },
);

testWith(
  "chromium",
  "examples/browser has names and roles for assistive technologies",
  async (chromium) => {
    await using scene = await PageScene.open(chromium);
    const { server, folder, browser } = scene;
    using hold = holdAt(server, 10_000_000);
    await scene.select(folder.write("a.bin", 40_000_000));
    await hold.reached;
    await scene.shows(" MB of 40.0 MB");
    await scene.announced("a.bin is added");

    const tree = await browser.run((page) =>
      page.locator("body").ariaSnapshot()
    );
    const values = await browser.run((page) =>
      page.evaluate<string[]>(
        "[...document.querySelectorAll('progress')].map((bar) => bar.getAttribute('aria-valuetext'))",
      )
    );

    const withoutFigures = (text: string) =>
      text.replaceAll(/[\d.]*\d/g, "1").replaceAll("\u00a0", " ")
        // The rate falls while the server reads nothing.
        .replace(/ · 1 \w+\/s( · .*left)?/, "");
    assertEquals(withoutFigures(tree), TREE);
    assertEquals(values.map(withoutFigures), ["1 %", "1 % of 1 MB"]);
  },
);

/** What screen readers find, with 1 for all figures. */
const TREE = `\
- main:
  - heading "Upload files" [level=1]
  - button "Choose files"
  - text: Choose files
  - paragraph: or drop them on this page
  - region "All files":
    - paragraph: 1 of 1 uploaded · 1 MB of 1 MB
    - progressbar "All files"
    - button "Pause all"
  - list "Files":
    - listitem:
      - paragraph: a.bin
      - progressbar "a.bin"
      - paragraph: 1 % of 1 MB
      - button "Pause a.bin": Pause
      - button "Cancel a.bin": Cancel
  - log:
    - paragraph: a.bin is added`;
