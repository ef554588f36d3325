import { assertEquals } from "@std/assert";
import { plainUrl } from "../../src/errors/redact.ts";

const url = new URL("https://h.example:8443/in/a.json?signature=hunter2#part");

Deno.test("plainUrl() leaves out what may be a secret", () => {
  assertEquals(plainUrl(url), "https://h.example:8443/in/a.json");
});
