import { assert, assertEquals } from "@std/assert";
import { locationOf } from "../../src/transfer/location.ts";

const BASE = "https://h:8080/dir/in?key=1";

/** Where these Location headers lead to, as text. */
function target(values: string | readonly string[], base = BASE): string {
  const headers = new Headers();
  for (const value of [values].flat()) headers.append("location", value);
  return String(locationOf(headers, new URL(base)));
}

/** The characters that `Headers` shows for the bytes of a text in UTF-8. */
function utf8(text: string): string {
  return Array.from(
    new TextEncoder().encode(text),
    (byte) => String.fromCharCode(byte),
  ).join("");
}

const TARGETS: readonly (readonly [location: string, url: string])[] = [
  ["out", "https://h:8080/dir/out"],
  ["../out", "https://h:8080/out"],
  ["/out", "https://h:8080/out"],
  ["?q", "https://h:8080/dir/in?q"],
  ["#part", "https://h:8080/dir/in?key=1#part"],
  ["//other/x", "https://other/x"],
  ["\\\\other\\x", "https://other/x"],
  ["/a\\b", "https://h:8080/a/b"],
  ["https:foo", "https://h:8080/dir/foo"],
  ["HTTPS://OTHER:443/X", "https://other/X"],
  ["https://other:8443", "https://other:8443/"],
  ["  /out\t", "https://h:8080/out"],
  ["/a b", "https://h:8080/a%20b"],
  ["/a%2Fb%zz%", "https://h:8080/a%2Fb%zz%"],
  ["/caf%C3%A9?x=%e9", "https://h:8080/caf%C3%A9?x=%e9"],
  ["https://me:pw@other/", "https://me:pw@other/"],
  ["https://[::1]:9/", "https://[::1]:9/"],
  ["https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"],
  // In UTF-8, as servers send it.
  [utf8("/café"), "https://h:8080/caf%C3%A9"],
  [utf8("/☃?q=日本#é"), "https://h:8080/%E2%98%83?q=%E6%97%A5%E6%9C%AC#%C3%A9"],
  [utf8("/𝄞"), "https://h:8080/%F0%9D%84%9E"],
  [utf8("https://bücher.example/"), "https://xn--bcher-kva.example/"],
  // What is not UTF-8 is Latin-1.
  ["/caf\xe9", "https://h:8080/caf%C3%A9"],
  ["/caf\xc3", "https://h:8080/caf%C3%83"],
  ["/\xe9\xc3\xa9", "https://h:8080/%C3%A9%C3%83%C2%A9"],
];

for (const [location, url] of TARGETS) {
  Deno.test(`locationOf() resolves ${JSON.stringify(location)} to ${url}`, () => {
    assertEquals(target(location), url);
  });
}

Deno.test("locationOf() keeps what a runtime has already decoded", () => {
  // As workerd shows it, of which no other runtime makes Headers.
  const decoded = (value: string) =>
    Object.defineProperty(new Headers(), "get", { value: () => value });
  for (const value of ["/☃", "/caf\xe9", "/☃é"]) {
    assertEquals(
      String(locationOf(decoded(value), new URL(BASE))),
      new URL(value, BASE).href,
    );
  }
});

const REFUSED: readonly (readonly [location: string, state: string])[] = [
  ["ftp://h/", 'it leads to a "ftp:" URL'],
  ["file:///etc/passwd", 'it leads to a "file:" URL'],
  ["data:,a", 'it leads to a "data:" URL'],
  ["javascript:0", 'it leads to a "javascript:" URL'],
  ["blob:https://h/1", 'it leads to a "blob:" URL'],
  ["ws://h/", 'it leads to a "ws:" URL'],
  [`${"a".repeat(30_000)}:b`, `it leads to a "${"a".repeat(20)}" URL`],
  ["https://h:99999/", "its Location is not a valid URL"],
  ["https://[", "its Location is not a valid URL"],
  ["https://a b/", "its Location is not a valid URL"],
  ["http://h:8080/dir/in", "it leads from https: to http:"],
  ["http://other/", "it leads from https: to http:"],
];

for (const [location, state] of REFUSED) {
  Deno.test(`locationOf() does not follow ${location.slice(0, 40)}`, () => {
    assertEquals(target(location), state);
  });
}

Deno.test("locationOf() may lead from http to https and to http", () => {
  assertEquals(target("https://h/", "http://h/"), "https://h/");
  assertEquals(target("http://other/", "http://h/"), "http://other/");
});

Deno.test("locationOf() keeps the fragment unless the location has one", () => {
  const base = `${BASE}#old`;

  assertEquals(target("/out", base), "https://h:8080/out#old");
  assertEquals(target("/out#new", base), "https://h:8080/out#new");
  assertEquals(target("/out#", base), "https://h:8080/out#");
  assertEquals(target("/out#x", BASE), "https://h:8080/out#x");
});

for (
  const values of [
    ["/a", "/b"],
    ["/a", "/b", "/a"],
    ["/a", "https://other/a"],
    ["a", "HTTP://h/a"],
    ["", "/a"],
    ["/a", ""],
    ["/a", "//a"],
  ]
) {
  Deno.test(`locationOf() follows none of the locations ${JSON.stringify(values)}`, () => {
    assertEquals(target(values), "it has several Location headers");
  });
}

for (
  const [values, url] of [
    [["/a", "/a"], "https://h:8080/a"],
    [["/a", "/a", "/a"], "https://h:8080/a"],
    [["/a,b", "/a,b"], "https://h:8080/a,b"],
    [["https://o/a, b", "https://o/a, b"], "https://o/a,%20b"],
    [["/a,b"], "https://h:8080/a,b"],
    [["/a,/b"], "https://h:8080/a,/b"],
    [["/Smith, John.txt"], "https://h:8080/Smith,%20John.txt"],
    [["/x?to=a,https://b/"], "https://h:8080/x?to=a,https://b/"],
  ] as const
) {
  Deno.test(`locationOf() treats ${JSON.stringify(values)} as one location`, () => {
    assertEquals(target(values), url);
  });
}

for (
  const [what, make] of [
    ["dots", (size: number) => "/.".repeat(size / 2)],
    ["a scheme without end", (size: number) => "a".repeat(size)],
    ["commas and schemes", (size: number) => ", a".repeat(size / 3)],
    ["a scheme after a comma", (size: number) => `, ${"a".repeat(size)}`],
    ["bytes that are not UTF-8", (size: number) => "\xe9".repeat(size)],
    ["spaces", (size: number) => `a${" ".repeat(size)}b`],
    ["a password", (size: number) => `https://a:${"é".repeat(size)}@h/`],
  ] as const
) {
  Deno.test(`locationOf() reads ${what} in linear time`, () => {
    const time = (size: number) => {
      const location = make(size);
      const start = performance.now();
      for (let round = 0; round < 3; round++) target(location);
      return performance.now() - start;
    };
    time(1_000);
    // Quadratic work takes 64 times as long. The best round counts, because
    // other programs may be running.
    const ratios = Array.from(
      { length: 5 },
      () => time(160_000) / Math.max(time(20_000), 0.2),
    );

    assert(Math.min(...ratios) < 24, `${ratios} times as long`);
  });
}
