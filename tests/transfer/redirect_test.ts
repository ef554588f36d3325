import { assertEquals, assertThrows } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import {
  checkRedirects,
  type RedirectPolicy,
} from "../../src/request/redirect_policy.ts";
import {
  assertVisible,
  cannotSendAgain,
  firstHop,
  type Hop,
  isRedirect,
  redirected,
} from "../../src/transfer/redirect.ts";

const DEFAULT: RedirectPolicy = {
  limit: 10,
  sameOrigin: false,
  keepHeaders: [],
};
const HEADERS = {
  authorization: "Basic bWU6cHc=",
  "content-language": "de",
  "content-type": "text/x",
  cookie: "a=b",
  "x-a": "1",
};

function hop(
  { method = "PUT", redirects = 0, ...given }: Partial<Hop> = {},
): Hop {
  const headers = given.headers ?? HEADERS;
  return {
    url: new URL("https://h/dir/in?key=1"),
    method,
    headers,
    keepHeaders: [],
    ownHeaders: headers,
    hasBody: true,
    isRetried: false,
    redirect: "manual",
    redirects,
    ...given,
  };
}

/** A redirect; without a Location if that is undefined. */
function answer(status: number, location: string | undefined): Response {
  const headers = new Headers();
  if (location !== undefined) headers.set("location", location);
  return new Response(null, { status, headers });
}

/** The hop that a 307 to a location, or another status, leads to. */
function follow(
  from: Hop,
  location: string,
  { status = 307, ...policy }: Partial<RedirectPolicy> & { status?: number } =
    {},
): Hop {
  return redirected(from, answer(status, location), { ...DEFAULT, ...policy });
}

/** The target of a redirect, as text. */
function wayOf(from: Hop, status: number, location = "/out"): string {
  const next = follow(from, location, { status });
  return `${next.method} ${next.url}${next.hasBody ? " with the body" : ""}`;
}

Deno.test("firstHop() sends the given headers, and makes fetch show redirects", () => {
  const url = new URL("https://h/");
  const headers = { "x-a": "1", "content-type": "text/x" };
  for (const given of [true, false, { limit: 0 }, { sameOrigin: true }]) {
    const handleRedirects = checkRedirects(given);
    const request = { url, method: "PUT", headers };
    const first = firstHop(request, { handleRedirects }, true);

    assertEquals(first.headers, headers);
    assertEquals(first.ownHeaders, first.headers);
    assertEquals([first.redirect, first.redirects], ["manual", 0]);
    assertEquals(first.hasBody, true);
  }
});

Deno.test("assertVisible() refuses a redirect whose target the runtime hides", () => {
  const hidden = Object.defineProperty(new Response(), "type", {
    value: "opaqueredirect",
  });
  const error = assertThrows(
    () => assertVisible(hop(), hidden),
    UploadError,
    'Cannot follow the redirect from "https://h/dir/in": this runtime hides where it leads',
  );

  assertEquals(error.code, "network");
  assertVisible(hop(), answer(307, "/out"));
});

Deno.test("assertVisible() refuses an error response", () => {
  const error = assertThrows(
    () => assertVisible(hop(), Response.error()),
    UploadError,
    `Cannot upload to "https://h/dir/in": 'fetch' returned an error response`,
  );

  assertEquals(error.code, "network");
});

Deno.test("cannotSendAgain() blames the source and names the address without its query", () => {
  const { code, message } = cannotSendAgain(hop());

  assertEquals(code, "source");
  assertEquals(
    message,
    'Cannot follow the redirect to "https://h/dir/in": a stream cannot be sent again',
  );
});

for (const status of [200, 201, 204, 300, 304, 305, 306, 309, 400, 503]) {
  Deno.test(`isRedirect() treats a ${status} as a response`, () => {
    assertEquals(isRedirect(answer(status, "/out")), false);
  });
}

for (const status of [301, 302, 303, 307, 308]) {
  Deno.test(`isRedirect() treats a ${status} as a redirect if its Location is not empty`, () => {
    assertEquals(isRedirect(answer(status, "/out")), true);
    assertEquals(isRedirect(answer(status, undefined)), false);
    assertEquals(isRedirect(answer(status, "")), false);
    assertEquals(isRedirect(answer(status, " \t ")), false);
  });
}

const WAYS: [status: number, method: string, next: string][] = [
  [301, "POST", "GET"],
  [302, "POST", "GET"],
  [303, "POST", "GET"],
  [307, "POST", "POST with the body"],
  [308, "POST", "POST with the body"],
  [301, "PUT", "PUT with the body"],
  [302, "PATCH", "PATCH with the body"],
  [303, "PUT", "GET"],
  [303, "DELETE", "GET"],
  [307, "PUT", "PUT with the body"],
  [308, "DELETE", "DELETE with the body"],
];

for (const [status, method, next] of WAYS) {
  Deno.test(`redirected() continues with ${next} after a ${status} to a ${method}`, () => {
    const [name, ...rest] = next.split(" ");
    const expected = [name, "https://h/out", ...rest].join(" ");

    assertEquals(wayOf(hop({ method }), status), expected);
  });
}

Deno.test("redirected() never sends a body again after a GET", () => {
  const get = follow(hop({ method: "POST" }), "/out", { status: 303 });

  assertEquals(wayOf(get, 307, "/on"), "GET https://h/on");
  assertEquals(wayOf(get, 303, "/on"), "GET https://h/on");
});

Deno.test("redirected() does not change the previous hop", () => {
  const first = hop({ method: "POST" });
  follow(first, "https://other/", { status: 303 });

  assertEquals(first, hop({ method: "POST" }));
});

Deno.test("redirected() follows ten redirects by default, and refuses the eleventh", () => {
  assertEquals(follow(hop({ redirects: 9 }), "/out").redirects, 10);
  const error = assertThrows(
    () => follow(hop({ redirects: 10 }), "/out"),
    UploadError,
  );

  assertEquals(error.code, "network");
  assertEquals(
    error.message,
    'Cannot follow the redirect from "https://h/dir/in": the limit of 10 redirects was reached',
  );
  assertEquals(
    error.hint,
    "upload to the final URL, or pass 'handleRedirects: false'",
  );
});

for (const limit of [0, 1, 20]) {
  Deno.test(`redirected() follows ${limit} redirects with that limit`, () => {
    if (limit > 0) follow(hop({ redirects: limit - 1 }), "/out", { limit });

    assertThrows(
      () => follow(hop({ redirects: limit }), "/out", { limit }),
      UploadError,
      `: the limit of ${limit} redirects was reached`,
    );
  });
}

for (const target of ["https://other/", "https://h:8443/", "//www.h/"]) {
  Deno.test(`redirected() does not go to ${target} with sameOrigin`, () => {
    const error = assertThrows(
      () => follow(hop(), target, { sameOrigin: true }),
      UploadError,
      `: it leads to another origin, "${new URL(target, "https://h/").origin}"`,
    );

    assertEquals(error.code, "network");
  });
}

Deno.test("redirected() continues within the origin with sameOrigin", () => {
  const next = follow(hop(), "https://h:443/out", { sameOrigin: true });

  assertEquals(next.url.href, "https://h/out");
});

Deno.test("redirected() refuses a location that cannot be followed", () => {
  const error = assertThrows(
    () => follow(hop(), "ftp://h/"),
    UploadError,
    ': it leads to a "ftp:" URL',
  );

  assertEquals(error.code, "network");
});
