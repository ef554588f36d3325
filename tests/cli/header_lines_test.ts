import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  isSecret,
  parseHeader,
  parseHeaderFile,
} from "../../src/cli/header_lines.ts";
import { UsageError } from "../../src/cli/usage_error.ts";

Deno.test("parseHeader splits at the first colon", () => {
  assertEquals(parseHeader("X-Id: a:b "), ["X-Id", "a:b"]);
  assertEquals(parseHeader("X-Empty:"), ["X-Empty", ""]);
});

Deno.test("parseHeader refuses what cannot be a header, without showing it", () => {
  for (const line of ["hunter2", ": hunter2", "", "host: hunter2"]) {
    const { message } = assertThrows(() => parseHeader(line), UsageError);
    assert(!message.includes("hunter2"));
  }
});

Deno.test("parseHeaderFile reads the lines of a file of any system", () => {
  assertEquals(parseHeaderFile("\ufeffa: 1\r\n\r\n# no\nb: 2\n"), [
    ["a", "1"],
    ["b", "2"],
  ]);
  assertEquals(parseHeaderFile(""), []);
});

Deno.test("isSecret knows the headers that others must not see", () => {
  const secret = ["Authorization", "cookie", "X-Api-Key", "X-Auth-Token"];
  const open = ["Content-Type", "X-Id", "Authorization-Hint"];

  assertEquals(secret.filter((name) => !isSecret([name, ""])), []);
  assertEquals(open.filter((name) => isSecret([name, ""])), []);
});
