import { assertEquals, assertMatch } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { UploadError } from "@network/upload";
import type { OpenUpload, Reply } from "../../src/request/protocol.ts";
import { bytesSource } from "../../src/source/memory_source.ts";
import { runCleanUp } from "../../src/transfer/clean_up.ts";
import type { SendAlone } from "../../src/transfer/protocol_run.ts";
import { recordWarnings } from "../support/warnings.ts";

const UPLOAD: OpenUpload = {
  url: new URL("https://h/key?token=secret"),
  method: "PUT",
  headers: {},
  keepHeaders: [],
  contentType: null,
  // The upload was cancelled: its clean-up is not.
  signal: AbortSignal.abort("cancelled"),
  source: bytesSource(new Uint8Array(3)),
  acknowledge() {},
  onFailure() {},
};
const REQUEST = { url: UPLOAD.url, method: "DELETE", headers: {} };

function replyOf(status: number): Reply {
  return {
    response: new Response(null, { status }),
    body: { responseType: "text", response: "" },
  };
}

const responding = (status: number): SendAlone => () =>
  Promise.resolve(replyOf(status));

// @ts-expect-error It is wrong on purpose.
const notReply: Promise<undefined> = Promise.resolve(5);

const WARNING = 'upload: a failed upload may have left data on "h": ';

Deno.test("runCleanUp() sends requests although the upload was cancelled", async () => {
  using warnings = recordWarnings();
  const sent: string[] = [];
  await runCleanUp(
    async (send) => {
      await send(REQUEST);
      return await send({ ...REQUEST, method: "GET" });
    },
    UPLOAD,
    (request, { signal }) => {
      sent.push(`${request.method} ${signal.aborted}`);
      return Promise.resolve(replyOf(204));
    },
  );
  assertEquals([sent, warnings.texts], [["DELETE false", "GET false"], []]);
});

Deno.test("runCleanUp() does not warn if there is nothing to remove", async () => {
  using warnings = recordWarnings();
  await runCleanUp(() => Promise.resolve(undefined), UPLOAD, responding(500));
  assertEquals(warnings.texts, []);
});

for (
  const [name, cleanUp, warning] of [
    ["is refused", (send) => send(REQUEST), "the server responded with 403"],
    [
      "rejects",
      () => Promise.reject(new Error("gone https://u:p@h/?token=secret")),
      /^gone https:\/\/h/,
    ],
    [
      "throws",
      () => {
        throw new UploadError("protocol", "Cannot remove it: no", {
          hint: "ask",
        });
      },
      "Cannot remove it: no; ask",
    ],
    ["returns no reply", () => notReply, /did not return a reply/],
  ] satisfies readonly (readonly [
    string,
    Parameters<typeof runCleanUp>[0],
    string | RegExp,
  ])[]
) {
  Deno.test(`runCleanUp() warns of a clean-up that ${name}`, async () => {
    using warnings = recordWarnings();
    await runCleanUp(cleanUp, UPLOAD, responding(403));
    const [text = "", ...others] = warnings.texts;
    assertEquals([text.slice(0, WARNING.length), others], [WARNING, []]);
    const why = text.slice(WARNING.length);
    if (typeof warning === "string") assertEquals(why, warning);
    else assertMatch(why, warning);
    assertEquals(/secret|u:p/.test(text), false);
  });
}

Deno.test("runCleanUp() aborts a request that takes longer than 10 s", async () => {
  using time = new FakeTime();
  using warnings = recordWarnings();
  let reason: unknown;
  const running = runCleanUp(
    (send) => send(REQUEST),
    UPLOAD,
    (_request, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          reason = signal.reason;
          reject(reason);
        });
      }),
  );
  await time.tickAsync(9_999);
  assertEquals([reason, warnings.texts], [undefined, []]);
  await time.tickAsync(1);
  await running;
  assertEquals(warnings.texts, [`${WARNING}it took longer than 10 s`]);
});

Deno.test("runCleanUp() ends after 10 s though the clean-up hangs", async () => {
  using time = new FakeTime();
  using warnings = recordWarnings();
  const running = runCleanUp(
    () => new Promise<undefined>(() => {}),
    UPLOAD,
    responding(204),
  );
  await time.tickAsync(10_000);
  await running;
  assertEquals(warnings.texts, [`${WARNING}it took longer than 10 s`]);
});
