import { assert, assertEquals } from "@std/assert";
import { removeBrowser } from "../support/browser/browser.ts";
import { PageScene } from "../support/browser/page_scene.ts";
import { sameBytes } from "../support/bytes.ts";
import { holdAt } from "../support/hold_at.ts";
import { testWith } from "../support/server_program.ts";
import { times } from "../support/server_hooks.ts";

Deno.test.afterAll(removeBrowser);

/** Far more than the buffers of a connection take. */
const SIZE = 40_000_000;

testWith(
  "chromium",
  "examples/browser moves a bar for each file and one for all",
  async (chromium) => {
    await using scene = await PageScene.open(chromium);
    const { server, folder } = scene;
    using hold = holdAt(server, SIZE / 4);
    const large = folder.write("ä & b.bin", SIZE);

    await scene.select(
      large,
      folder.write("empty.txt", ""),
      folder.write("small.txt", 100),
    );
    await hold.reached;
    await scene.shows("2 of 3 uploaded");
    await scene.shows(" MB of 40.0 MB");
    const [all = 0, first = 0, ...others] = await scene.bars();
    hold.release();
    await scene.shows("3 of 3 uploaded");

    assert(first > 0 && first < 1 && all > 0 && all < 1);
    assertEquals(others, [1, 1]);
    assertEquals(await scene.bars(), [1, 1, 1, 1]);
    assertEquals(server.violations, []);
    // Creations of several files may arrive in any order.
    const stored = server.uploads.values().find(({ length }) =>
      length === SIZE
    );
    assert(stored);
    assert(sameBytes(await stored.bytes(), await Deno.readFile(large)));
  },
);

testWith(
  "chromium",
  "examples/browser cancels on the server and in the store, and moves the focus",
  async (chromium) => {
    await using scene = await PageScene.open(chromium);
    const { server, folder, browser } = scene;
    using hold = holdAt(server, 1);

    await scene.select(...["1", "2"].map((name) => folder.write(name, SIZE)));
    await hold.reached;
    await scene.click("Cancel 1");
    assertEquals(await scene.focused(), "Cancel 2");
    hold.release();
    await scene.shows("1 of 1 uploaded");
    await scene.announced("1 is cancelled");

    assertEquals(server.requestsOf("DELETE").map(({ status }) => status), [
      204,
    ]);
    assertEquals(server.onlyUpload.isComplete, true);
    assertEquals(
      await browser.run((page) => page.evaluate("localStorage.length")),
      0,
    );
  },
);

testWith(
  "chromium",
  "examples/browser shows why a file is not uploaded and what to do, and tries again",
  async (chromium) => {
    await using scene = await PageScene.open(chromium);
    const { server, folder } = scene;
    server.hooks = {
      answer: times(1, "POST", { status: 413, body: "At most 1 MB" }),
    };
    const path = folder.write("a.bin", 1_000_000);

    await scene.select(path);
    await scene.shows("Not uploaded");
    await scene.shows("The server responded with status 413");
    await scene.shows("At most 1 MB");
    await scene.announced(
      "a.bin is not uploaded: The server responded with status 413",
    );
    folder.write("a.bin", 5);
    await scene.click("Try again a.bin");
    await scene.shows("Cannot read the source: ");
    await scene.shows("select it again");
    await scene.select(path);
    await scene.shows("Uploaded · 5 bytes");
  },
);

testWith(
  "chromium",
  "examples/browser names the header that a server of another origin lacks",
  async (chromium) => {
    await using scene = await PageScene.open(chromium, { cors: false });

    await scene.select(scene.folder.write("a.bin", 5));
    await scene.shows("Cannot upload to ");
    await scene.shows('"Access-Control-Allow-Origin: http://127.0.0.1:');
  },
);

testWith(
  "chromium",
  "examples/browser takes files that are dropped anywhere, and each only once",
  async (chromium) => {
    await using scene = await PageScene.open(chromium);
    const drop = () =>
      scene.browser.run((page) =>
        page.evaluate(`{
          const dataTransfer = new DataTransfer();
          for (const name of ["1", "2"]) {
            dataTransfer.items.add(new File([name], name, { lastModified: 1 }));
          }
          for (const type of ["dragover", "drop"]) {
            document.body.dispatchEvent(
              new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
            );
          }
        }`)
      );
    using hold = holdAt(scene.server, 1);

    await drop();
    await drop();
    await hold.reached;
    hold.release();
    await scene.shows("2 of 2 uploaded");

    assertEquals(scene.server.uploads.size, 2);
  },
);
