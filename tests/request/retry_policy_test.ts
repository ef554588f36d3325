import { assertEquals, assertThrows } from "@std/assert";
import { checkRetry } from "../../src/request/retry_policy.ts";

const DEFAULT = {
  limit: 3,
  statuses: [408, 425, 429, 500, 502, 503, 504],
  baseDelay: 500,
  maxDelay: 30_000,
  refresh: undefined,
};
const refresh = () => ({});

const TAKEN: readonly (readonly [given: unknown, policy: unknown])[] = [
  [undefined, undefined],
  [0, undefined],
  [{ limit: 0 }, undefined],
  [1, { ...DEFAULT, limit: 1 }],
  [1_000_000, { ...DEFAULT, limit: 1_000_000 }],
  [{}, DEFAULT],
  [{ limit: undefined, statuses: undefined, refresh: undefined }, DEFAULT],
  [{ limit: 7 }, { ...DEFAULT, limit: 7 }],
  [{ statuses: [] }, { ...DEFAULT, statuses: [] }],
  [{ statuses: [400, 599] }, { ...DEFAULT, statuses: [400, 599] }],
  [{ baseDelay: 0 }, { ...DEFAULT, baseDelay: 0 }],
  [{ baseDelay: Infinity }, { ...DEFAULT, baseDelay: Infinity }],
  [{ maxDelay: 0 }, { ...DEFAULT, maxDelay: 0 }],
  [{ maxDelay: Infinity }, { ...DEFAULT, maxDelay: 2 ** 31 - 1 }],
  [{ refresh }, { ...DEFAULT, refresh }],
];

for (const [given, policy] of TAKEN) {
  Deno.test(`checkRetry() accepts ${Deno.inspect(given)}`, () => {
    assertEquals(checkRetry(given, false), policy);
  });
}

const WITH_PROTOCOL: readonly (readonly [given: unknown, limit: unknown])[] = [
  [undefined, 5],
  [{}, 5],
  [{ baseDelay: 1 }, 5],
  [3, 3],
  [{ limit: 1 }, 1],
  [0, undefined],
  [{ limit: 0 }, undefined],
];

for (const [given, limit] of WITH_PROTOCOL) {
  Deno.test(`checkRetry() makes ${limit} of ${Deno.inspect(given)} for a protocol`, () => {
    assertEquals(checkRetry(given, true)?.limit, limit);
  });
}

const STATUSES = "'retry.statuses' must contain statuses from 400 to 599";

const REFUSED: readonly (readonly [given: unknown, message: string])[] = [
  [true, "'retry' must be a number or an object (got boolean)"],
  ["3", "'retry' must be a number or an object (got string)"],
  [null, "'retry' must be a number or an object (got null)"],
  [[3], "'retry' must be a number or an object (got Array)"],
  [-1, "'retry' must be a number, 0 or more (got -1)"],
  [NaN, "'retry' must be a number, 0 or more (got NaN)"],
  [1.5, "'retry' must be a whole number (got 1.5)"],
  [Infinity, "'retry' must be a whole number (got Infinity)"],
  [
    { retries: 3 },
    "'retry.retries' is not an option: did you mean 'retry.limit'?",
  ],
  [
    { statusCodes: [] },
    "'retry.statusCodes' is not an option: did you mean 'retry.statuses'?",
  ],
  [
    { jitter: true },
    "'retry.jitter' is not an option: 'retry' has the options 'limit', 'statuses', 'baseDelay', 'maxDelay', 'refresh'",
  ],
  [{ limit: "3" }, "'retry.limit' must be a number, 0 or more (got string)"],
  [{ limit: Infinity }, "'retry.limit' must be a whole number (got Infinity)"],
  [{ statuses: 503 }, "'retry.statuses' must be an array (got number)"],
  [{ statuses: [200] }, `${STATUSES} (got 200)`],
  [{ statuses: [399] }, `${STATUSES} (got 399)`],
  [{ statuses: [600] }, `${STATUSES} (got 600)`],
  [{ statuses: [500.5] }, `${STATUSES} (got 500.5)`],
  [{ statuses: ["503"] }, `${STATUSES} (got string)`],
  [
    { baseDelay: -1 },
    "'retry.baseDelay' must be a number, 0 or more (got -1)",
  ],
  [
    { maxDelay: NaN },
    "'retry.maxDelay' must be a number, 0 or more (got NaN)",
  ],
  [{ refresh: {} }, "'retry.refresh' must be a function (got object)"],
  [
    { limit: 0, refresh: "now" },
    "'retry.refresh' must be a function (got string)",
  ],
];

for (const [given, message] of REFUSED) {
  Deno.test(`checkRetry() refuses ${Deno.inspect(given)}`, () => {
    const { message: said } = assertThrows(
      () => checkRetry(given, false),
      TypeError,
    );
    assertEquals(said, `upload: ${message}`);
  });
}
