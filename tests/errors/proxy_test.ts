import { assertEquals } from "@std/assert";
import { proxyHint } from "../../src/errors/proxy.ts";

const url = new URL("https://h.example/p");
const HINT = "check the host";
const ASKED =
  "the connection went to a proxy: check HTTPS_PROXY and ALL_PROXY, or the 'fetch' that was passed";

/** Gives a hint while a variable of the environment has a value. */
function hintWith(variable: string, value: string, details: object): string {
  const before = Deno.env.get(variable);
  Deno.env.set(variable, value);
  try {
    const cause = Object.assign(new Error("a"), details);
    return proxyHint(HINT, new TypeError("fetch failed", { cause }), url);
  } finally {
    if (before === undefined) Deno.env.delete(variable);
    else Deno.env.set(variable, before);
  }
}

/** Where a runtime says that it connected to, and what follows from that. */
const DETAILS: readonly (readonly [details: object, hint: string])[] = [
  [{ address: "10.0.0.1", port: 443 }, HINT],
  [{ host: "h.example", port: "443" }, HINT],
  [{ address: "127.0.0.1", port: 3128 }, ASKED],
  [{ hostname: "h.example" }, HINT],
  [{ hostname: "proxy.example" }, ASKED],
];

for (const [details, hint] of DETAILS) {
  Deno.test(`proxyHint() follows ${JSON.stringify(details)}`, () => {
    for (const variable of ["HTTPS_PROXY", "ALL_PROXY"]) {
      assertEquals(hintWith(variable, "http://p:3128", details), hint);
    }
  });
}

Deno.test("proxyHint() follows the environment if the runtime says nothing", () => {
  assertEquals(
    hintWith("HTTPS_PROXY", "http://p:3128", {}),
    "check the proxy in HTTPS_PROXY, then the server",
  );
  assertEquals(hintWith("HTTPS_PROXY", "", {}), HINT);
});

Deno.test("proxyHint() applies NO_PROXY to hosts and domains", () => {
  const exempt = ["h.example", ".example", "*.example", "example", "a, *", "*"];
  const other = ["", "a", "ample", "h.exam", ",", "."];
  Deno.env.set("ALL_PROXY", "http://p:3128");
  try {
    for (const value of exempt) {
      assertEquals(hintWith("NO_PROXY", value, {}), HINT, value);
    }
    for (const value of other) {
      assertEquals(
        hintWith("NO_PROXY", value, {}),
        "check the proxy in ALL_PROXY, then the server",
        value,
      );
    }
  } finally {
    Deno.env.delete("ALL_PROXY");
  }
});
