import { assertEquals } from "@std/assert";
import type { HeaderRecord } from "../../src/request/headers.ts";
import type { RedirectPolicy } from "../../src/request/redirect_policy.ts";
import { headersTo } from "../../src/resumable/headers_to.ts";
import { firstHop, type Hop, redirected } from "../../src/transfer/redirect.ts";

const HARMLESS: HeaderRecord = {
  accept: "*/*",
  "accept-encoding": "gzip",
  "accept-language": "de",
  "content-disposition": "inline",
  "content-encoding": "gzip",
  "content-language": "de",
  "content-location": "/x",
  "content-md5": "Q2hlY2sgSW50ZWdyaXR5IQ==",
  "content-type": "text/x",
  prefer: "return=minimal",
  "user-agent": "test",
};
const SECRET: HeaderRecord = {
  authorization: "Bearer token",
  cookie: "session=1",
  forwarded: "for=10.0.0.1",
  host: "virtual.example",
  "if-match": '"1"',
  origin: "https://h",
  "prefer-x": "1",
  "private-token": "glpat",
  "proxy-authorization": "Basic abc",
  referer: "https://h/?key=1",
  "user-agent-x": "1",
  "x-a": "1",
  "x-accept": "1",
  "x-amz-security-token": "t",
  "x-api-key": "k",
  "x-content-type": "1",
  "x-forwarded-for": "10.0.0.1",
};

/** The first request of a call. */
function first(
  headers: HeaderRecord = { ...HARMLESS, ...SECRET },
  method = "PUT",
): Hop {
  const url = new URL("https://h/dir/in");
  const typed = { "content-type": "text/x", ...headers };
  return firstHop(
    { url, method, headers: typed },
    { handleRedirects: false },
    true,
  );
}

/** The last hop of a way from one location to the next. */
function walk(
  from: Hop,
  locations: readonly string[],
  keepHeaders: readonly string[] = [],
  status = 307,
): Hop {
  const policy: RedirectPolicy = { limit: 10, sameOrigin: false, keepHeaders };
  return locations.reduce(
    (hop, location) =>
      redirected(
        hop,
        new Response(null, { status, headers: { location } }),
        policy,
      ),
    from,
  );
}

Deno.test("redirected() keeps every header on the same origin", () => {
  for (const location of ["out", "https://h:443/out", "//H/out", "?a#b"]) {
    assertEquals(walk(first(), [location]).headers, {
      ...HARMLESS,
      ...SECRET,
    });
  }
});

for (const target of ["https://other/", "https://h:8443/", "//www.h/"]) {
  Deno.test(`redirected() sends ${target} only what any origin may know`, () => {
    assertEquals(walk(first(), [target]).headers, HARMLESS);
  });

  Deno.test(`redirected() does not bring headers back when it comes back from ${target}`, () => {
    const back = walk(first(), [target, "https://h/dir/in"]);

    assertEquals(back.headers, HARMLESS);
  });
}

Deno.test("redirected() also sends another origin the headers that keepHeaders names", () => {
  for (const name of Object.keys(SECRET)) {
    const next = walk(first(), ["https://other/", "https://third/"], [name]);

    assertEquals(next.headers, { ...HARMLESS, [name]: SECRET[name] });
  }
});

for (const status of [301, 302, 303]) {
  Deno.test(`redirected() leaves out the headers of a body that a ${status} drops`, () => {
    const { headers, ownHeaders } = walk(
      first({ ...HARMLESS, ...SECRET }, "POST"),
      ["/out"],
      [],
      status,
    );
    const {
      "content-encoding": _encoding,
      "content-language": _language,
      "content-location": _location,
      "content-type": _type,
      ...rest
    } = { ...HARMLESS, ...SECRET };

    assertEquals(headers, rest);
    assertEquals(ownHeaders, rest);
  });
}

Deno.test("redirected() leaves out a Content-Length of a body that is dropped", () => {
  const headers = { "content-length": "5", "x-a": "1" };
  const hop = { ...first(), headers, ownHeaders: headers };

  assertEquals(walk(hop, ["/out"], [], 303).headers, { "x-a": "1" });
});

const BASIC = "Basic eW91OnBhc3M=";

Deno.test("redirected() turns the user in a location into authorization", () => {
  const next = walk(first(), ["https://you:pass@other/"]);

  assertEquals(next.url.href, "https://other/");
  assertEquals(next.headers, { ...HARMLESS, authorization: BASIC });
});

Deno.test("redirected() prefers the user in a location to the caller's authorization", () => {
  const next = walk(first(), ["https://you:pass@h/"]);

  assertEquals(next.headers.authorization, BASIC);
});

Deno.test("redirected() keeps the user of a location on its origin, as a relative URL would", () => {
  const next = walk(first(), ["https://you:pass@other/", "/on"]);

  assertEquals(next.headers.authorization, BASIC);
});

for (const keepHeaders of [[], ["authorization"]]) {
  Deno.test(`redirected() sends the user of a location to no third origin, keepHeaders: [${keepHeaders}]`, () => {
    const locations = ["https://you:pass@other/", "https://third/"];
    const { authorization } = walk(first(), locations, keepHeaders).headers;

    assertEquals(
      authorization,
      keepHeaders.length > 0 ? SECRET.authorization : undefined,
    );
  });
}

Deno.test("redirected() drops the body's headers for a GET, and the user of a location on the next origin", () => {
  const hop = walk(first(), ["https://you:pass@other/"], [], 303);

  assertEquals(hop.headers.authorization, BASIC);
  assertEquals(hop.headers["content-type"], undefined);
  assertEquals(walk(hop, ["https://h/"]).headers.authorization, undefined);
});

Deno.test("redirected() keeps headers whose names every object inherits", () => {
  const headers: HeaderRecord = Object.fromEntries([
    ["__proto__", "1"],
    ["constructor", "2"],
  ]);
  const next = walk(first(headers), ["/out"]);
  const own = Object.entries(next.headers)
    .filter(([name]) => name !== "content-type");

  assertEquals(own, [["__proto__", "1"], ["constructor", "2"]]);
});

Deno.test("a URL that a server names gets the secret headers of the call at its own origin alone", () => {
  const url = new URL("https://h/files/");
  const call = {
    url,
    headers: { ...HARMLESS, ...SECRET },
    keepHeaders: ["x-a"],
  };

  assertEquals(headersTo(new URL("https://h/1"), call), call.headers);
  const expected = { ...HARMLESS, "x-a": "1" };
  for (const other of ["http://h/1", "https://h:444/1", "https://i/1"]) {
    assertEquals(headersTo(new URL(other), call), expected);
  }
});

Deno.test("a request names headers of its own that a redirect takes to another origin", () => {
  const policy = { limit: 2, sameOrigin: false, keepHeaders: ["x-a"] };
  const hop = firstHop(
    {
      url: new URL("https://h/a"),
      method: "PATCH",
      headers: { "upload-offset": "5", "x-a": "1", "x-b": "2" },
      keepHeaders: ["upload-offset"],
    },
    { handleRedirects: policy },
    true,
  );
  const response = new Response(null, {
    status: 307,
    headers: { location: "https://i/" },
  });

  const { headers } = redirected(hop, response, policy);

  assertEquals(headers, { "upload-offset": "5", "x-a": "1" });
});
