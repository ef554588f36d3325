import { assert, assertEquals } from "@std/assert";
import { Browser, removeBrowser } from "../support/browser/browser.ts";
import { bundle } from "../support/bundle.ts";
import { sameBytes } from "../support/bytes.ts";
import { TempFolder } from "../support/files.ts";
import { holdAt } from "../support/hold_at.ts";
import { serve, type TestServer } from "../support/http_server.ts";
import type { ResumableServer } from "../support/resumable_server.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import { testWith } from "../support/server_program.ts";
import type { StoredUpload } from "../support/stored_upload.ts";
import { TusServer } from "../support/tus/tus_server.ts";

Deno.test.afterAll(removeBrowser);

/** Far more than the buffers of a connection take. */
const SIZE = 40_000_000;

interface Protocol {
  readonly name: "tus" | "rufh";
  /** Starts a strict server, which lets pages of other origins use it. */
  start(): Promise<ResumableServer<StoredUpload>>;
  /** Where it creates uploads. */
  readonly path: string;
  /** The status of the last response. */
  readonly status: number;
}

const PROTOCOLS: readonly Protocol[] = [
  {
    name: "tus",
    start: () => new TusServer({ cors: true }).listen(),
    path: "files/",
    status: 204,
  },
  {
    name: "rufh",
    start: () => new RufhServer({ cors: true }).listen(),
    path: "target",
    status: 200,
  },
];

/** The bytes of all requests that were stored. */
function storedBytes({ requests }: ResumableServer<StoredUpload>): number {
  return requests.reduce((sum, { stored }) => sum + stored, 0);
}

/** Begins an upload, reloads the page while the server reads no further, and uploads the selected file again. */
async function reloadMidway(
  chromium: string,
  { path, name }: Protocol,
  server: ResumableServer<StoredUpload>,
  file: string,
  { chunkSize, change = () => {} }: {
    chunkSize?: number | undefined;
    change?: () => void;
  } = {},
): Promise<unknown> {
  await using site = await serveProgram();
  await using browser = await Browser.open(chromium);
  using hold = holdAt(server, SIZE / 4);
  const url = new URL(path, server.url).href;
  const sending = `import("/program.js").then(({ send }) =>
    send("${name}", "${url}", document.querySelector("input").files[0], ${chunkSize}))`;

  await browser.run(
    async (page, url, file, sending) => {
      await page.goto(url);
      await page.setInputFiles("input", [file]);
      await page.evaluate(`void ${sending}`);
    },
    site.url,
    file,
    sending,
  );
  await hold.reached;
  change();
  await browser.run(async (page) => void await page.reload());
  hold.release();
  return await browser.run(
    async (page, file, sending) => {
      await page.setInputFiles("input", [file]);
      const event = await page.evaluate<Record<string, unknown>>(sending);
      const left = await page.evaluate<number>("localStorage.length");
      return { ...event, left };
    },
    file,
    sending,
  );
}

async function serveProgram(): Promise<TestServer> {
  using folder = new TempFolder();
  const output = `${folder.path}/program.js`;
  await bundle("tests/support/browser/resuming_program.ts", output);
  const program = await Deno.readTextFile(output);
  return serve(({ url }) =>
    url.pathname === "/program.js"
      ? new Response(program, {
        headers: { "content-type": "text/javascript" },
      })
      : new Response("<input type=file>", {
        headers: { "content-type": "text/html" },
      })
  );
}

for (const protocol of PROTOCOLS) {
  for (const chunkSize of [undefined, 4_000_000]) {
    const pieces = chunkSize === undefined ? "one request" : "chunks";
    testWith(
      "chromium",
      `${protocol.name}() in ${pieces} goes on from the offset of the server when a page of Chromium was reloaded`,
      async (chromium) => {
        using folder = new TempFolder();
        const file = folder.write("a.bin", SIZE);
        await using server = await protocol.start();

        const ended = await reloadMidway(chromium, protocol, server, file, {
          chunkSize,
        });

        assertEquals(ended, {
          status: protocol.status,
          bytesStored: SIZE,
          left: 0,
        });
        assertEquals([server.violations, server.repeatedBytes], [[], 0]);
        const appends = server.requestsOf("PATCH");
        const cut = appends.findIndex(({ status }) => status === undefined);
        const [last, next] = appends.slice(cut);
        assertEquals(next?.offset, (last?.offset ?? 0) + (last?.stored ?? 0));
        assertEquals(storedBytes(server), SIZE);
        const { onlyUpload } = server;
        assert(sameBytes(await onlyUpload.bytes(), await Deno.readFile(file)));
      },
    );
  }

  testWith(
    "chromium",
    `${protocol.name}() starts anew when the file was changed while a page of Chromium was reloaded`,
    async (chromium) => {
      using folder = new TempFolder();
      const file = folder.write("a.bin", SIZE);
      await using server = await protocol.start();

      const ended = await reloadMidway(chromium, protocol, server, file, {
        change: () => folder.write("a.bin", SIZE),
      });

      // The store keeps the upload of the file as it was, which may be another file of its name.
      assertEquals(ended, {
        status: protocol.status,
        bytesStored: SIZE,
        left: 1,
      });
      assertEquals([server.violations, server.repeatedBytes], [[], 0]);
      const offsets = server.requestsOf("PATCH").map(({ offset }) => offset);
      assertEquals(offsets, [0, 0]);
      const [, changed] = server.uploads.values();
      assert(changed);
      assert(sameBytes(await changed.bytes(), await Deno.readFile(file)));
    },
  );
}
