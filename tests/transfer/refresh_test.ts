import { assert, assertEquals } from "@std/assert";
import { UploadError } from "@network/upload";
import { replyOf, RetryScene } from "../support/retry_scene.ts";

const BUSY = replyOf(503, { "retry-after": "7" });
const LOST = new UploadError("network", "lost", { isTransient: true });

Deno.test("refresh is called after the delay, before each further attempt, with its number", async () => {
  using scene = new RetryScene();
  const asked: [attempt: number, attempts: number][] = [];
  const refresh = (attempt: number) => {
    asked.push([attempt, scene.attempted.length]);
  };

  await scene.start({ refresh }, [BUSY, BUSY]);
  await scene.pass(6_999);
  assertEquals(asked, []);
  await scene.pass(1);
  assertEquals(asked, [[1, 1]]);
  await scene.pass(7_000);

  assertEquals(asked, [[1, 1], [2, 2]]);
  assertEquals(scene.state, [3, 200]);
});

Deno.test("refresh changes the URL and the headers for all attempts that follow", async () => {
  using scene = new RetryScene();
  const results = [
    { headers: { Authorization: "Bearer new" } },
    undefined,
    {
      url: "https://me:pw@other/b?signature=new",
      headers: { "X-A": undefined },
    },
  ];
  const refresh = (attempt: number) => results[attempt - 1];

  await scene.start({ refresh, baseDelay: 0 }, [LOST, LOST, LOST]);
  await scene.pass(10);

  const { attempted } = scene;
  assertEquals(attempted.map(({ url }) => url.href), [
    "https://h/a?signature=secret",
    "https://h/a?signature=secret",
    "https://h/a?signature=secret",
    "https://other/b?signature=new",
  ]);
  assertEquals(attempted.map(({ headers }) => headers.authorization), [
    "Bearer old",
    "Bearer new",
    "Bearer new",
    "Basic bWU6cHc=",
  ]);
  assertEquals(
    attempted.map(({ headers }) => headers["x-a"]),
    ["1", "1", "1", undefined],
  );
  for (const { source, method, contentType } of attempted) {
    assert(source === attempted[0]?.source);
    assertEquals([method, contentType], ["PUT", "text/plain"]);
  }
});

for (const status of [401, 403]) {
  Deno.test(`refresh is called at once after ${status}, and only once`, async () => {
    using scene = new RetryScene();
    const asked: number[] = [];
    const refresh = (attempt: number) => {
      asked.push(attempt);
      return Promise.resolve({ headers: { authorization: "Bearer new" } });
    };
    const rejected = replyOf(status);

    await scene.start({ refresh }, [rejected, rejected, rejected]);

    assertEquals(scene.state, [2, status]);
    assertEquals(asked, [1]);
  });

  Deno.test(`without refresh, ${status} is the outcome`, async () => {
    using scene = new RetryScene();

    await scene.start(3, [replyOf(status)]);

    assertEquals(scene.state, [1, status]);
  });
}

const WHERE = 'Cannot retry the upload to "h":';

const FAILURES: readonly (readonly [refresh: unknown, message: string])[] = [
  [
    () => {
      throw new Error("no token for https://me:pw@auth/?key=secret");
    },
    `${WHERE} 'retry.refresh' failed: no token for https://auth/`,
  ],
  [
    () => Promise.reject("offline"),
    `${WHERE} 'retry.refresh' failed: offline`,
  ],
  [
    () => "token",
    `${WHERE} 'retry.refresh' must return an object or nothing (got string)`,
  ],
  [
    () => Promise.resolve({ url: "/b?signature=secret" }),
    `${WHERE} 'url' must be an absolute URL, such as "https://example.com/upload"`,
  ],
  [
    () => ({
      get url() {
        throw new Error("no token for https://me:pw@auth/?key=secret");
      },
    }),
    `${WHERE} no token for https://auth/`,
  ],
  [
    () => ({ headers: { authorization: "a\nb" } }),
    `${WHERE} 'headers' must have values without control characters or characters above U+00FF (the value of "authorization" has one)`,
  ],
];

for (const [refresh, message] of FAILURES) {
  Deno.test(`refresh that fails ends the upload: ${message}`, async () => {
    using scene = new RetryScene();

    await scene.start({ baseDelay: 0, refresh }, [LOST]);

    const { outcome } = scene;
    assert(outcome instanceof UploadError);
    assertEquals([outcome.code, outcome.message, outcome.isTransient], [
      "network",
      message,
      false,
    ]);
    assert(outcome.cause !== undefined);
    assert(!Deno.inspect(outcome).includes("secret"));
    assertEquals(scene.attempted.length, 1);
  });
}

Deno.test("an UploadError of refresh ends the upload as is", async () => {
  using scene = new RetryScene();
  const error = new UploadError("permission", "signed out");

  await scene.start({
    baseDelay: 0,
    refresh: () => Promise.reject(error),
  }, [LOST]);

  assertEquals(scene.state, [1, error]);
});
