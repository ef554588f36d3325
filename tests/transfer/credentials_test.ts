import { assertEquals } from "@std/assert";
import { credentialsInit } from "../../src/transfer/credentials.ts";

/** A class of requests that does not know credentials modes, such as that of workerd. */
class OtherRequest extends Request {
  constructor(input: RequestInfo | URL, init?: RequestInit) {
    if (init?.credentials !== undefined) throw new TypeError("not implemented");
    super(input, init);
  }
}

for (const credentials of ["omit", "same-origin", "include"] as const) {
  Deno.test(`credentialsInit() passes fetch the mode ${credentials} if it supports modes`, () => {
    assertEquals(credentialsInit(credentials), { credentials });
    assertEquals(credentialsInit(credentials, OtherRequest), {});
  });
}

Deno.test("credentialsInit() passes fetch nothing if no mode is given", () => {
  assertEquals(credentialsInit(undefined), {});
});
