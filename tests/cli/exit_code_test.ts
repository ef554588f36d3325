import { UploadError, type UploadErrorCode } from "@network/upload";
import { assertEquals } from "@std/assert";
import { exitCodeOf } from "../../src/cli/exit_code.ts";
import { ended, failed } from "../support/cli/board_events.ts";

const CODES: Readonly<Record<UploadErrorCode, number>> = {
  "cancelled": 0,
  "timeout": 4,
  "not-found": 3,
  "not-a-file": 3,
  "permission": 3,
  "outside-directory": 3,
  "source": 3,
  "network": 4,
  "response-too-large": 4,
  "status": 1,
  "response": 4,
  "protocol": 4,
  "invalid-options": 2,
  "store": 3,
};

Deno.test("exitCodeOf tells a refusal from a failure of the source and of the network", () => {
  assertEquals(exitCodeOf(ended({ size: 1 }, 201)), 0);
  assertEquals(exitCodeOf(ended({ size: 1 }, 404)), 1);
  assertEquals(exitCodeOf(ended({ size: 1 }, 302)), 1);
  const codes = Object.keys(CODES).map((code) => [
    code,
    exitCodeOf(failed({ size: 1 }, new UploadError(toCode(code), "Cannot"))),
  ]);
  assertEquals(Object.fromEntries(codes), CODES);
});

Deno.test("exitCodeOf counts a connection that is not permitted as the network's", () => {
  const error = new UploadError("permission", 'Cannot connect to "h"');

  assertEquals(exitCodeOf(failed({ size: 1 }, error)), 4);
});

function toCode(text: string): UploadErrorCode {
  return Object.keys(CODES).find((code): code is UploadErrorCode =>
    code === text
  ) ?? "network";
}
