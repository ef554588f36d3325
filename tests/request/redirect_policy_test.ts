import { assertEquals, assertThrows } from "@std/assert";
import { checkRedirects } from "../../src/request/redirect_policy.ts";

const DEFAULT = { limit: 10, sameOrigin: false, keepHeaders: [] };

const TAKEN: readonly (readonly [given: unknown, policy: unknown])[] = [
  [undefined, DEFAULT],
  [true, DEFAULT],
  [false, false],
  [{}, DEFAULT],
  [
    { limit: undefined, sameOrigin: undefined, keepHeaders: undefined },
    DEFAULT,
  ],
  [{ limit: 0 }, { ...DEFAULT, limit: 0 }],
  [{ limit: 100 }, { ...DEFAULT, limit: 100 }],
  [{ sameOrigin: true }, { ...DEFAULT, sameOrigin: true }],
  [{ sameOrigin: false }, DEFAULT],
  [
    { keepHeaders: ["X-Mine", "AUTHORIZATION"] },
    { ...DEFAULT, keepHeaders: ["x-mine", "authorization"] },
  ],
];

for (const [given, policy] of TAKEN) {
  Deno.test(`checkRedirects() accepts ${Deno.inspect(given)}`, () => {
    assertEquals(checkRedirects(given), policy);
  });
}

const REFUSED: readonly (readonly [given: unknown, message: string])[] = [
  [0, "'handleRedirects' must be a boolean or an object (got number)"],
  ["no", "'handleRedirects' must be a boolean or an object (got string)"],
  [null, "'handleRedirects' must be a boolean or an object (got null)"],
  [[], "'handleRedirects' must be a boolean or an object (got Array)"],
  [
    { sameorigin: true },
    "'handleRedirects.sameorigin' is not an option: did you mean 'handleRedirects.sameOrigin'?",
  ],
  [
    { maxRedirects: 5 },
    "'handleRedirects.maxRedirects' is not an option: did you mean 'handleRedirects.limit'?",
  ],
  [
    { url: "/" },
    "'handleRedirects.url' is not an option: 'handleRedirects' has the options 'limit', 'sameOrigin', 'keepHeaders'",
  ],
  [
    { limit: -1 },
    "'handleRedirects.limit' must be a number, 0 or more (got -1)",
  ],
  [
    { limit: "5" },
    "'handleRedirects.limit' must be a number, 0 or more (got string)",
  ],
  [
    { limit: NaN },
    "'handleRedirects.limit' must be a number, 0 or more (got NaN)",
  ],
  [{ limit: 1.5 }, "'handleRedirects.limit' must be a whole number (got 1.5)"],
  [
    { limit: Infinity },
    "'handleRedirects.limit' must be a whole number (got Infinity)",
  ],
  [
    { sameOrigin: 1 },
    "'handleRedirects.sameOrigin' must be a boolean (got number)",
  ],
  [
    { keepHeaders: "x-mine" },
    "'handleRedirects.keepHeaders' must be an array (got string)",
  ],
  [
    { keepHeaders: ["x mine"] },
    "'handleRedirects.keepHeaders' must contain header names (got \"x mine\")",
  ],
  [
    { keepHeaders: ["authorization: Bearer abc"] },
    "'handleRedirects.keepHeaders' must contain header names (got \"authorization:…\")",
  ],
  [
    { keepHeaders: ["x-mine", 5] },
    "'handleRedirects.keepHeaders' must contain header names (got number)",
  ],
  [
    { keepHeaders: [" ".repeat(500)] },
    `'handleRedirects.keepHeaders' must contain header names (got "${
      " ".repeat(199)
    }…")`,
  ],
];

for (const [given, message] of REFUSED) {
  const shown = Deno.inspect(given).slice(0, 60);
  Deno.test(`checkRedirects() refuses ${shown}`, () => {
    const error = assertThrows(() => checkRedirects(given), TypeError);

    assertEquals(error.message, `upload: ${message}`);
  });
}
