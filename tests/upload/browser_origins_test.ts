import { assert, assertEquals, assertMatch } from "@std/assert";
import { prepareHosts } from "../runtimes/hosts.ts";
import { BROWSERS, type Runtime } from "../runtimes/runtimes.ts";
import type { Outcome } from "../support/browser_origins_program.ts";
import { type Received, serve } from "../support/http_server.ts";
import { testWith } from "../support/server_program.ts";

const METHODS = { "access-control-allow-methods": "*" };
const HEADERS = { "access-control-allow-headers": "x-id, content-type" };
const ORIGIN = { "access-control-allow-origin": "*" };

/** The headers of a response of the other server, by its path. */
function allowed({ url, method, headers }: Received): Record<string, string> {
  const origin = headers.get("origin") ?? "";
  switch (url.pathname) {
    case "/origin":
      return url.search === "" && method === "POST" ? {} : ORIGIN;
    case "/headers":
      return { ...ORIGIN, ...HEADERS };
    case "/preflight":
      return method === "PUT" ? {} : { ...ORIGIN, ...HEADERS, ...METHODS };
    case "/all":
      return { ...ORIGIN, ...HEADERS, ...METHODS };
    case "/credentials":
      return {
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": "true",
        "access-control-allow-methods": "PUT",
        ...HEADERS,
      };
    default:
      return {};
  }
}

for (const browser of BROWSERS) {
  testWith(
    browser.program.slice("/usr/bin/".length),
    `upload() in ${browser.name} reaches other origins as fetch does, and names the header that does not allow it`,
    () => check(browser),
  );
}

async function check(browser: Runtime): Promise<void> {
  await using hosts = await prepareHosts(
    [browser],
    "tests/support/browser_origins_program.ts",
  );
  await using other = serve((received) => {
    // A server that knows nothing of CORS.
    const isPreflight = received.method === "OPTIONS";
    const status = isPreflight && received.url.pathname === "/origin" &&
        received.headers.get("access-control-request-method") === "POST"
      ? 405
      : 200;
    return new Response(received.headers.get("cookie"), {
      status,
      headers: allowed(received),
    });
  });
  await using own = serve(({ url, headers }) =>
    url.pathname === "/redirect"
      ? Response.redirect(`${other.url}all`, 307)
      : new Response(headers.get("cookie"), {
        headers: { "set-cookie": "a=b" },
      })
  );
  const options = {
    url: own.url,
    other: other.url,
    dead: "http://127.0.0.1:2/",
  };

  const given = await hosts.run(browser, options);

  const outcomes = new Map<string, Outcome>(Object.entries(Object(given)));
  const origin = new URL(own.url).origin;
  const allowOrigin = `"Access-Control-Allow-Origin: ${origin}"`;
  const of = (name: string) => {
    const outcome = outcomes.get(name);
    assert(outcome, name);
    return outcome;
  };
  for (const name of ["allowed", "simple", "no cookies"]) {
    const { status, code, response } = of(name);
    assertEquals([status, code, response], [200, undefined, ""], name);
  }
  const missing: Record<string, string> = {
    "no origin": allowOrigin,
    "no credentials":
      `${allowOrigin} and "Access-Control-Allow-Credentials: true"`,
    "no headers": '"Access-Control-Allow-Headers: x-id, content-type"',
    "no methods":
      `"Access-Control-Allow-Methods: PUT", and ${allowOrigin} with every status`,
    "not the response": `${allowOrigin} with every status`,
    "simple, refused": allowOrigin,
    "simple, with progress":
      `${allowOrigin} in its response to OPTIONS, or leave out 'progress'`,
  };
  for (const [name, header] of Object.entries(missing)) {
    const { code, hint = "", isTransient } = of(name);
    assertEquals([code, isTransient], ["network", true], name);
    assertMatch(hint, /^the server responds, .*\(CORS\): check that it sends /);
    // Firefox reports no progress of the last bytes, so more may be suspected.
    assert(hint.endsWith(header), `${name}: ${hint}`);
  }
  assertMatch(of("dead").hint ?? "", /^browsers give no details/);
  const { status, redirected, responseUrl } = of("redirected");
  assertEquals([status, redirected, responseUrl], [
    200,
    true,
    `${other.url}all`,
  ]);
  assertEquals(of("own cookies").response, "a=b");
  assertEquals(of("omitted cookies").response, "");
  assertEquals(of("cookies").response, "a=b");
  assertEquals(of("replaced fetch").response, "replaced");
  const simple = other.received.filter(({ url }) => url.search !== "");
  assertEquals(simple.map(({ method }) => method), ["POST"]);
}
