import { assertEquals, assertThrows } from "@std/assert";
import { toUploadRequest } from "../../src/request/upload_request.ts";

/** Globals of a page or a worker, until the end of the scope. */
class Page implements Disposable {
  readonly #before = ["document", "location"].map((name) =>
    [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const
  );

  constructor(location: unknown, document?: unknown) {
    for (const [name, value] of Object.entries({ document, location })) {
      Object.defineProperty(globalThis, name, { value, configurable: true });
    }
  }

  [Symbol.dispose](): void {
    for (const [name, descriptor] of this.#before) {
      Reflect.deleteProperty(globalThis, name);
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    }
  }
}

const HERE = { href: "https://example.com/app/list?a=b#c" };

/** The URL that a call goes to. */
function urlOf(url: string | URL): string {
  return toUploadRequest([url, "PUT", "a.json"]).url.href;
}

const RESOLVED: [given: string, url: string][] = [
  ["in", "https://example.com/app/in"],
  ["/in?d", "https://example.com/in?d"],
  ["../in", "https://example.com/in"],
  ["?d", "https://example.com/app/list?d"],
  ["//other.example/in", "https://other.example/in"],
  ["http://other.example/in", "http://other.example/in"],
];

for (const [given, url] of RESOLVED) {
  Deno.test(`upload() goes to ${url} for the URL ${given} in a page`, () => {
    using _ = new Page(HERE);

    assertEquals(urlOf(given), url);
    assertEquals(toUploadRequest([{ url: given, source: "a" }]).url.href, url);
  });
}

Deno.test("upload() resolves a URL as fetch does in a page with a base", () => {
  using _ = new Page(HERE, { baseURI: "https://example.com/base/" });

  assertEquals(urlOf("in"), "https://example.com/base/in");
});

Deno.test("upload() resolves a URL against the location if the base is not http", () => {
  using _ = new Page(HERE, { baseURI: "about:blank" });

  assertEquals(urlOf("in"), "https://example.com/app/in");
});

Deno.test("upload() reads the location at each call", () => {
  const location = { ...HERE };
  using _ = new Page(location);
  urlOf("in");
  location.href = "http://example.com/other/";

  assertEquals(urlOf("in"), "http://example.com/other/in");
});

const REFUSED: [what: string, location: unknown, message: string][] = [
  ["no location", undefined, "'url' must be an absolute URL"],
  ["a file", { href: "file:///home/me/" }, "'url' must be an absolute URL"],
  ["a blob", { href: "blob:https://h/1" }, "'url' must be an absolute URL"],
  ["a blank page", { href: "about:blank" }, "'url' must be an absolute URL"],
];

for (const [what, location, message] of REFUSED) {
  Deno.test(`upload() refuses a relative URL if there is ${what}`, () => {
    using _ = new Page(location);
    const error = assertThrows(() => urlOf("/in?key=hunter2"), TypeError);

    assertEquals(
      error.message,
      `upload: ${message}, such as "https://example.com/upload"`,
    );
  });
}

Deno.test("upload() refuses an invalid URL in a page, and does not show it", () => {
  using _ = new Page(HERE);

  for (const url of ["http://me:hunter2@exa mple/", "//me:hunter2@h:99999/"]) {
    const error = assertThrows(() => urlOf(url), TypeError);
    assertEquals(error.message, "upload: 'url' must be a valid URL");
  }
});

Deno.test("upload() removes the user from the URL of a page", () => {
  using _ = new Page({ href: "https://me:pw@example.com/app/" });
  const { url, headers } = toUploadRequest(["in", "PUT", "a.json"]);

  assertEquals(url.href, "https://example.com/app/in");
  assertEquals(headers.authorization, `Basic ${btoa("me:pw")}`);
});
