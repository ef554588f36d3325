import { assert, assertEquals } from "@std/assert";
import { removeBrowser } from "../support/browser/browser.ts";
import { PageScene } from "../support/browser/page_scene.ts";
import { holdAt } from "../support/hold_at.ts";
import { testWith } from "../support/server_program.ts";
import { times } from "../support/server_hooks.ts";
import { hasStored } from "../support/tus/tus_scene.ts";

Deno.test.afterAll(removeBrowser);

/** Far more than the buffers of a connection take. */
const SIZE = 40_000_000;

testWith(
  "chromium",
  "examples/browser pauses and resumes from the offset of the server, by the keyboard alone",
  async (chromium) => {
    await using scene = await PageScene.open(chromium);
    const { server, folder, browser } = scene;
    using hold = holdAt(server, SIZE / 4);
    const path = folder.write("a.bin", SIZE);
    const press = (key: string) =>
      browser.run((page, key) => page.keyboard.press(key), key);

    await press("Tab");
    assertEquals(await scene.focused(), "Choose files");
    await scene.select(path);
    await hold.reached;
    await press("Tab");
    assertEquals(await scene.focused(), "Pause all");
    await press("Tab");
    assertEquals(await scene.focused(), "Pause a.bin");
    await press("Space");
    await scene.shows("Paused at ");
    assertEquals(await scene.focused(), "Resume a.bin");
    hold.release();
    await press("Enter");
    await scene.shows("Uploaded · 40.0 MB");

    // The focused button is gone, and the other one of the file has the focus.
    assertEquals(await scene.focused(), "Remove a.bin");
    const [first, second] = server.requestsOf("PATCH");
    assert(first && second);
    assertEquals(server.requestsOf("PATCH").length, 2);
    assert(first.stored >= SIZE / 4 && first.stored < SIZE);
    assertEquals([first.offset, second.offset], [0, first.stored]);
    assertEquals(first.stored + second.received, SIZE);
    assert(await hasStored(server, await Deno.readFile(path)));
    await scene.announced(
      "a.bin is paused",
      "a.bin continues",
      "a.bin is uploaded",
    );

    await press("Enter");
    assertEquals(await scene.focused(), "Choose files");
    assertEquals(server.requestsOf("DELETE"), []);
  },
);

testWith(
  "chromium",
  "examples/browser pauses and resumes all files",
  async (chromium) => {
    await using scene = await PageScene.open(chromium);
    const { server, folder } = scene;
    using hold = holdAt(server, 1);
    const names = ["1", "2", "3", "4", "5"];

    await scene.select(...names.map((name) => folder.write(name, 1_000_000)));
    await hold.reached;
    await scene.click("Pause all");
    await scene.shows("Paused at ");
    await scene.announced("All uploads are paused");
    hold.release();
    await scene.click("Resume all");
    await scene.shows("5 of 5 uploaded");

    await scene.announced("5 is uploaded");
    assertEquals([server.uploads.size, server.repeatedBytes], [5, 0]);
    assertEquals(server.violations, []);
  },
);

testWith(
  "chromium",
  "examples/browser counts down to the next attempt after a 503",
  async (chromium) => {
    await using scene = await PageScene.open(chromium);
    const { server, folder } = scene;
    const headers = { "Retry-After": "3" };
    server.hooks = { answer: times(1, "PATCH", { status: 503, headers }) };

    await scene.select(folder.write("a.bin", 1_000_000));
    await scene.shows("The server responded with status 503");
    await scene.shows("Trying again in 1 s");
    await scene.shows("Uploaded · 1.0 MB");

    await scene.announced(
      "a.bin: The server responded with status 503. Trying again in 3 s",
      "a.bin is uploaded",
    );
    assertEquals(
      server.requestsOf("PATCH").map(({ status }) => status),
      [503, 204],
    );
  },
);

testWith(
  "chromium",
  "examples/browser keeps a bar where it is while the server is away",
  async (chromium) => {
    await using scene = await PageScene.open(chromium);
    const { server, folder } = scene;
    server.hooks = {
      keep: () => SIZE / 4,
      answer: times(9, "HEAD", {
        status: 503,
        headers: { "Retry-After": "29" },
      }),
    };

    await scene.select(folder.write("a.bin", SIZE));
    await scene.shows("Trying again in 2");

    const [all = 0, bar = 0] = await scene.bars();
    assert(bar > 0 && bar < 1 && bar === all, `${bar} ${all}`);
    await scene.click("Cancel a.bin");
  },
);

testWith(
  "chromium",
  "examples/browser ends the wait for an attempt when it is paused",
  async (chromium) => {
    await using scene = await PageScene.open(chromium);
    const { server, folder } = scene;
    const headers = { "Retry-After": "29" };
    server.hooks = { answer: times(1, "PATCH", { status: 503, headers }) };

    await scene.select(folder.write("a.bin", 1_000_000));
    await scene.shows("Trying again in 2");
    await scene.click("Pause a.bin");
    await scene.shows("Paused at 0 % of 1.0 MB");
    using hold = holdAt(server, 1);
    await scene.click("Resume a.bin");
    await scene.shows("Waiting for the server");
    hold.release();
    await scene.shows("Uploaded · 1.0 MB");

    assertEquals(server.violations, []);
  },
);

testWith(
  "chromium",
  "examples/browser goes on after a reload when the same file is selected, and forgets what is unfinished",
  async (chromium) => {
    await using scene = await PageScene.open(chromium);
    const { server, folder, browser } = scene;
    using hold = holdAt(server, SIZE / 4);
    const path = folder.write("a.bin", SIZE);
    const reload = () => browser.run(async (page) => void await page.reload());

    await scene.select(path);
    await hold.reached;
    await reload();
    hold.release();
    await scene.shows(
      "An upload is unfinished. To continue it, choose its file again.",
    );
    await scene.select(path);
    await scene.shows("Uploaded · 40.0 MB");

    assertEquals(server.requestsOf("POST").length, 1);
    const [first, second] = server.requestsOf("PATCH");
    assertEquals(second?.offset, first?.stored);
    assert(await hasStored(server, await Deno.readFile(path)));

    using again = holdAt(server, 1);
    await scene.select(folder.write("b.bin", SIZE));
    await again.reached;
    await reload();
    again.release();
    await scene.click("Forget");
    assertEquals(await scene.focused(), "Choose files");
    assertEquals(
      await browser.run((page) => page.evaluate("localStorage.length")),
      0,
    );
  },
);
