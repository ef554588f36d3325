import { assertEquals } from "@std/assert";
import { cleanLine, cleanText } from "../../src/cli/clean_text.ts";

Deno.test("cleanLine leaves nothing that acts on a terminal", () => {
  assertEquals(
    cleanLine("a\x1b[2Jb\r\n\t\u202ec\u2028d\x9be 👨‍👩‍👧"),
    "a\ufffd[2Jb\ufffd\ufffd\ufffd\ufffdc\ufffdd\ufffde 👨‍👩‍👧",
  );
});

Deno.test("cleanText keeps line breaks and tabs", () => {
  assertEquals(cleanText("a\r\nb\tc\rd\x1b[31me\x07"), "a\nb\tcd[31me");
});
