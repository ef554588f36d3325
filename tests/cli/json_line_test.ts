import { UploadError } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { jsonLine } from "../../src/cli/json_line.ts";
import { ended, failed, progress } from "../support/cli/board_events.ts";

Deno.test("jsonLine is one line with the whole event and its file", () => {
  const event = progress({ sent: 1, size: 2 });
  const line = jsonLine(event, "a\nb");

  assert(!line.includes("\n"));
  assertEquals(JSON.parse(line), { ...event, file: "a\nb" });
});

Deno.test("jsonLine has a binary response in Base64, and an error with its code", () => {
  const { response, responseType } = JSON.parse(jsonLine({
    ...ended({ size: 2 }),
    isError: false,
    error: undefined,
    responseType: "binary",
    response: Uint8Array.of(255, 0),
  }, "a"));
  assertEquals([responseType, response], ["binary", "/wA="]);

  const error = new UploadError("timeout", "Cannot", { hint: "wait" });
  const { error: { code, hint } } = JSON.parse(
    jsonLine(failed({ size: 2 }, error), "a"),
  );
  assertEquals([code, hint], ["timeout", "wait"]);
});

Deno.test("jsonLine has no secrets", () => {
  const line = jsonLine({
    ...ended({ size: 2 }),
    url: "https://h/a?X-Amz-Signature=hunter2",
    responseUrl: "https://h/b?token=hunter2",
    responseHeaders: {
      "set-cookie": "session=hunter2",
      "location": "https://h/c?sig=hunter2",
      "x-api-key": "hunter2",
      etag: '"1"',
    },
  }, "a");

  assert(!line.includes("hunter2"), line);
  const { url, responseHeaders } = JSON.parse(line);
  assertEquals(url, "https://h/a");
  assertEquals(responseHeaders.location, "https://h/c");
  assertEquals(responseHeaders.etag, '"1"');
});
