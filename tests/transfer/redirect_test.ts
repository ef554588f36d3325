import { assert, assertEquals, assertThrows } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import {
  assertVisible,
  type Hop,
  isRedirect,
  redirected,
} from "../../src/transfer/redirect.ts";

const HEADERS = {
  authorization: "Basic bWU6cHc=",
  "content-language": "de",
  "content-length": "5",
  "content-type": "text/x",
  cookie: "a=b",
  "x-a": "1",
};

function hop(method = "PUT", redirects = 0): Hop {
  return {
    url: new URL("https://h/dir/in?key=1"),
    method,
    headers: HEADERS,
    hasBody: true,
    redirect: "manual",
    redirects,
  };
}

/** An answer that leads somewhere; nowhere if that is undefined. */
function answer(status: number, location: string | undefined): Response {
  const headers = new Headers();
  if (location !== undefined) headers.set("location", location);
  return new Response(null, { status, headers });
}

/** Where an answer leads, as text. */
function wayOf(from: Hop, status: number, location = "/out"): string {
  const next = redirected(from, answer(status, location));
  return `${next.method} ${next.url}${next.hasBody ? " with the body" : ""}`;
}

Deno.test("assertVisible() refuses an answer of which the runtime hides where it leads", () => {
  const hidden = Object.defineProperty(new Response(), "type", {
    value: "opaqueredirect",
  });
  const error = assertThrows(
    () => assertVisible(hop(), hidden),
    UploadError,
    "the server at https://h/dir/in redirects, and this runtime does not tell where to",
  );

  assertEquals(error.code, "network");
  assertVisible(hop(), answer(307, "/out"));
});

for (const status of [200, 204, 300, 304, 305, 400, 503]) {
  Deno.test(`isRedirect() tells of an answer ${status} that it does not redirect`, () => {
    assertEquals(isRedirect(answer(status, "/out")), false);
  });
}

for (const status of [301, 302, 303, 307, 308]) {
  Deno.test(`isRedirect() tells of an answer ${status} that it redirects, if it tells where to`, () => {
    assertEquals(isRedirect(answer(status, "/out")), true);
    assertEquals(isRedirect(answer(status, undefined)), false);
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
  [307, "PUT", "PUT with the body"],
  [308, "DELETE", "DELETE with the body"],
];

for (const [status, method, next] of WAYS) {
  Deno.test(`redirected() goes on with ${next} after a ${method} that a ${status} answers`, () => {
    const [name, ...rest] = next.split(" ");
    const expected = [name, "https://h/out", ...rest].join(" ");

    assertEquals(wayOf(hop(method), status), expected);
  });
}

Deno.test("redirected() sends no body again once it became a GET", () => {
  const get = redirected(hop("POST"), answer(303, "/out"));
  assert(get !== undefined);

  assertEquals(wayOf(get, 307, "/on"), "GET https://h/on");
});

Deno.test("redirected() leaves out the headers of a body that is not sent", () => {
  const next = redirected(hop("POST"), answer(303, "/out"));

  assertEquals(next.headers, {
    authorization: "Basic bWU6cHc=",
    cookie: "a=b",
    "x-a": "1",
  });
});

Deno.test("redirected() keeps every header on the same origin", () => {
  const next = redirected(hop(), answer(307, "out"));

  assertEquals(next.url.href, "https://h/dir/out");
  assertEquals(next.headers, HEADERS);
});

for (const target of ["https://other/", "http://h/", "https://h:8443/"]) {
  Deno.test(`redirected() tells ${target} no credentials`, () => {
    const next = redirected(hop(), answer(307, target));

    assertEquals(next.headers, {
      "content-language": "de",
      "content-length": "5",
      "content-type": "text/x",
      "x-a": "1",
    });
  });
}

Deno.test("redirected() takes the user out of the location", () => {
  const next = redirected(hop(), answer(307, "https://you:pass@other/"));

  assertEquals(next.url.href, "https://other/");
  assertEquals(next.headers.authorization, "Basic eW91OnBhc3M=");
});

Deno.test("redirected() leaves the hop as it was", () => {
  const first = hop("POST");
  redirected(first, answer(303, "https://other/"));

  assertEquals(first.headers, HEADERS);
  assertEquals(first.method, "POST");
});

Deno.test("redirected() follows ten redirects and refuses the eleventh", () => {
  assertEquals(redirected(hop("PUT", 9), answer(307, "/out")).redirects, 10);
  const error = assertThrows(
    () => redirected(hop("PUT", 10), answer(307, "/out")),
    UploadError,
    "the server at https://h/dir/in redirects more than 10 times",
  );

  assertEquals(error.code, "network");
});

for (
  const [location, how] of [
    ["ftp://h/", "redirects to a ftp: URL"],
    ["file:///etc/passwd", "redirects to a file: URL"],
    ["data:,a", "redirects to a data: URL"],
    ["https://h:99999/", "redirects to what is no URL"],
  ]
) {
  Deno.test(`redirected() does not follow ${location}`, () => {
    const error = assertThrows(
      () => redirected(hop(), answer(307, location)),
      UploadError,
      how,
    );

    assertEquals(error.code, "network");
  });
}
