import { assert, assertEquals } from "@std/assert";
import { takeCredentials } from "../../src/request/url.ts";

/** What takeCredentials() makes of a URL: what is left of it, and `user:password`. */
function credentialsOf(text: string): [url: string, pair: string | undefined] {
  const { url, credentials } = takeCredentials(new URL(text));
  const { authorization } = credentials;
  if (authorization === undefined) return [url.href, undefined];
  assert(authorization.startsWith("Basic "));
  const bytes = Uint8Array.from(
    atob(authorization.slice(6)),
    (character) => character.charCodeAt(0),
  );
  return [url.href, new TextDecoder().decode(bytes)];
}

const CREDENTIALS: [url: string, bare: string, pair: string | undefined][] = [
  ["http://h/a?b#c", "http://h/a?b#c", undefined],
  ["http://me:pw@h/a?b#c", "http://h/a?b#c", "me:pw"],
  ["http://me@h/", "http://h/", "me:"],
  ["http://:pw@h/", "http://h/", ":pw"],
  ["http://m%40e:p%3Aw%2F@h/", "http://h/", "m@e:p:w/"],
  ["http://é:☃@h/", "http://h/", "é:☃"],
  ["http://me:100%@h/", "http://h/", "me:100%"],
  ["http://me:%E4%zz@h/", "http://h/", "me:%E4%zz"],
];

for (const [url, bare, pair] of CREDENTIALS) {
  Deno.test(`takeCredentials() splits ${url} into ${bare} and ${pair}`, () => {
    assertEquals(credentialsOf(url), [bare, pair]);
  });
}

Deno.test("takeCredentials() accepts credentials of any length", () => {
  const user = "u".repeat(300_000);
  const { credentials } = takeCredentials(new URL(`http://${user}@h/`));

  assertEquals(credentials, { authorization: `Basic ${btoa(`${user}:`)}` });
});

Deno.test("takeCredentials() does not change the caller's URL", () => {
  const url = new URL("http://me:pw@h/");
  takeCredentials(url);

  assertEquals(url.href, "http://me:pw@h/");
});
