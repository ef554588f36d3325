import { assertEquals } from "@std/assert";
import {
  plainUrl,
  withoutNames,
  withoutSecrets,
} from "../../src/errors/redact.ts";

const url = new URL("https://h.example:8443/in/a.json?signature=hunter2#part");

Deno.test("plainUrl() omits anything that may be secret", () => {
  assertEquals(plainUrl(url), "https://h.example:8443/in/a.json");
});

/** Texts with a secret, and what is shown of them. */
const SECRETS: readonly (readonly [text: string, shown: string])[] = [
  ["see http://h/p?sig=hunter2, then", "see http://h/p, then"],
  ["see http://h/p?hunter2.", "see http://h/p."],
  ["see http://h/p#hunter2", "see http://h/p"],
  ["see http://h?hunter2", "see http://h"],
  ['url "http://h/p?sig=hunter2"', 'url "http://h/p"'],
  ["url 'http://h/p?sig=hunter2'", "url 'http://h/p'"],
  ["(http://h/p?a=(hunter2)): no", "(http://h/p)): no"],
  ["HTTPS://H/P?SIG=hunter2 no", "HTTPS://H/P no"],
  ["wss://h/p?sig=hunter2", "wss://h/p"],
  ["s3+http://h/p?sig=hunter2", "s3+http://h/p"],
  ["http://[::1]:80/p?sig=hunter2", "http://[::1]:80/p"],
  ["http://a/b,http://c/d?sig=hunter2", "http://a/b,http://c/d"],
  ["http://a/?hunter2,http://c/?hunter2", "http://a/"],
  ["http://me:hunter2@h/p", "http://h/p"],
  ["http://hunter2@h/p", "http://h/p"],
  ["http://me:p@hunter2@h/p", "http://h/p"],
  ["http://me:hun/ter2@h/p", "http://h/p"],
  ["http://me:hun?ter2@h/p", "http://h/p"],
  ["http://me:hun#ter2@h/p", "http://h/p"],
  ["http://me:hunter2", "http://…"],
  ["a://a://me:hunter2@h", "a://a://h"],
  [
    "proxy=http://me:hunter2@p,to=http://me:hunter2@h",
    "proxy=http://p,to=http://h",
  ],
  ["postgres://me:hunter2@db/x", "postgres://db/x"],
  ["//me:hunter2@h/p", "//h/p"],
  ["proxy me:hunter2@h:3128 is dead", "proxy h:3128 is dead"],
  ["https:\\/\\/me:hunter2@h\\/p?sig=hunter2", "https:\\/\\/h\\/p"],
  ["https%3A%2F%2Fh%2Fp%3Fsig%3Dhunter2 no", "https… no"],
  ["https%3a%2f%2fme%3ahunter2%40h no", "https… no"],
  ["https%253A%252F%252Fme%253Ahunter2%2540h", "https…"],
  ["http://h/to/https%3A%2F%2Fh%3Fsig%3Dhunter2", "http://h/to/https…"],
  ["PUT /key%3FX-Amz-Signature%3Dhunter2", "PUT /key…"],
  ["PUT /key?X-Amz-Signature=hunter2 HTTP/1.1", "PUT /key HTTP/1.1"],
  ["PUT /key?hunter2 HTTP/1.1", "PUT /key HTTP/1.1"],
  ["key?sig=hunter2", "key"],
  ["Authorization: Basic aHVudGVyMg==", "Authorization: …"],
  ["authorization=Bearer hunter2", "authorization=… …"],
  ["proxy-authorization: hunter2", "proxy-authorization: …"],
  [
    '{"authorization":"Bearer hunter2","accept":"a"}',
    '{"authorization":…,"accept":"a"}',
  ],
  ['{\\"cookie\\":\\"hunter2\\"}', '{\\"cookie\\":…'],
  ["{ cookie: 'a=\"hunter2\"; b=hunter2' }", "{ cookie: … }"],
  ['Cookie: a="x"; b=hunter2\nnext', "Cookie: …\nnext"],
  ["Set-Cookie: a=hunter2; path=/", "Set-Cookie: …"],
  ["x-api-key: hunter2", "x-api-key: …"],
  ["x-amz-security-token:hunter2", "x-amz-security-token:…"],
  ["private-token = hunter2", "private-token = …"],
  ["X-Amz-Signature=hunter2&a=b", "X-Amz-Signature=…&a=b"],
  ["access_token=hunter2 is bad", "access_token=… is bad"],
  [
    'Headers.append: "Bearer hunter2" is invalid',
    'Headers.append: "Bearer …" is invalid',
  ],
  ["BASIC aHVudGVyMg== is invalid", "BASIC … is invalid"],
];

for (const [text, shown] of SECRETS) {
  Deno.test(`withoutSecrets() shows no secret of ${JSON.stringify(text)}`, () => {
    assertEquals(withoutSecrets(text), shown);
  });
}

Deno.test("withoutSecrets() recognizes the query of the URL on its own", () => {
  assertEquals(withoutSecrets("a?signature=hunter2b", url), "ab");
  assertEquals(withoutSecrets("a?b", new URL("http://h/?")), "a?b");
});

/** Texts that look as if they had secrets, and have none. */
const HARMLESS = [
  "really? yes? no?",
  "basic authentication is required",
  "bearer token is missing",
  "Unexpected token '<', \"<html>\" is not valid JSON",
  "issue#12, C#, a.ts#L5",
  "write to me@example.com, or mailto:me@example.com",
  "npm:undici@6.0.0, jsr:@std/streams@1",
  "    at f (https://jsr.io/@std/streams/1.0/to.ts:10:3)",
  "    at f (file:///home/me/node_modules/.pnpm/undici@6.0.0/x.js:1:2)",
  "fn@http://h/x.js:1:2",
  "C:\\Users\\me\\x.txt:5",
  "connect ECONNREFUSED ::1:443",
  "localhost:8080 at 12:30",
  "invalid HTTP version parsed (HTTP/0.9)",
];

for (const text of HARMLESS) {
  Deno.test(`withoutSecrets() leaves ${JSON.stringify(text)} unchanged`, () => {
    assertEquals(withoutSecrets(text, new URL("http://h/")), text);
  });
}

Deno.test("withoutNames() leaves nothing that names a host, a path or an address", () => {
  const text =
    'closed http://reset/x "tls.example" dns:53 /closed/ a@b 10.0.0.1 (reset), Reset';

  assertEquals(withoutNames(text, "reset"), 'closed  ""      ');
  assertEquals(withoutNames("reset by peer", ""), "reset by peer");
});
