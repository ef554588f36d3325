import { upload, UploadError } from "@network/upload";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { eventsOf } from "../support/events.ts";
import { serve, type TestServer } from "../support/http_server.ts";
import { RejectionWatch } from "../support/rejection_watch.ts";

const SOURCE = new Uint8Array(1000);
const SECRET = "<StringToSign>hunter2</StringToSign>";

function refusing(status = 403, statusText = "Forbidden"): TestServer {
  return serve(() =>
    new Response(status === 304 ? null : SECRET, { status, statusText })
  );
}

function sendTo(url: string) {
  return upload({ url, source: SOURCE });
}

/** The error that a promise rejects with. */
async function errorOf(promise: Promise<unknown>): Promise<UploadError> {
  return await assertRejects(() => promise, UploadError);
}

Deno.test("awaiting an upload returns its ended event, however often", async () => {
  await using server = serve();
  const running = sendTo(server.url);

  const [one] = await Promise.all([running]);
  const other = await running;
  const ended = await running.ended;

  assert(one === ended && other === ended);
  assertEquals([ended.phase, ended.status], ["ended", 200]);
  assert(await running.orThrow() === ended);
  assertEquals(server.received.length, 1);
});

Deno.test("awaiting an upload after its loop returns the last event of the loop", async () => {
  await using server = serve();
  const params = { url: server.url, source: SOURCE, progress: true };
  const running = upload(params);

  const events = await eventsOf(running);

  assert(await running === events.at(-1));
});

Deno.test("then() is that of the ended event", async () => {
  await using server = refusing();
  const running = sendTo(server.url);

  const promise = running.then(({ status }) => status);

  assert(promise instanceof Promise);
  assertEquals(await promise, 403);
  assertEquals(await running.then(null, () => "never"), await running);
  const thrown = new Error("of the callback");
  const failing = running.then(() => Promise.reject(thrown));
  assertEquals(await failing.then(null, (reason) => reason), thrown);
});

Deno.test("an async function that returns an upload waits for its end, unless it is wrapped", async () => {
  await using server = serve();
  const bare = async () => await Promise.resolve(sendTo(server.url));
  const wrapped = () => Promise.resolve({ running: sendTo(server.url) });

  assertEquals((await bare()).phase, "ended");
  const { running } = await wrapped();
  assertEquals(running.cancel(), true);
  assertEquals((await running).error?.code, "cancelled");
});

Deno.test("orThrow() rejects with the error of a failed upload each time", async () => {
  const running = sendTo("http://127.0.0.1/");
  running.cancel("enough");

  const { error } = await running;

  assertEquals(error?.code, "cancelled");
  assert(await errorOf(running.orThrow()) === error);
  assert(await errorOf(running.orThrow()) === error);
  assert(await errorOf(running.json()) === error);
});

Deno.test("orThrow() rejects with code status unless the status is 200 to 299, and never shows the response", async () => {
  await using server = refusing();
  const running = sendTo(`${server.url}?X-Amz-Signature=hunter2`);

  const error = await errorOf(running.orThrow());

  assertEquals([error.code, error.isTransient], ["status", false]);
  assertEquals(
    error.message,
    `Cannot upload to "${
      new URL(server.url).host
    }": the server responded with 403 Forbidden`,
  );
  for (const shown of [Deno.inspect(error), JSON.stringify(error)]) {
    assertEquals(shown.includes("hunter2"), false);
  }
  assertEquals((await running).response, SECRET);
  assertEquals((await errorOf(running.orThrow())).message, error.message);
  assertEquals((await errorOf(running.json())).code, "status");
});

const STATUSES = [[503, true], [404, false], [304, false]] as const;

for (const [status, isTransient] of STATUSES) {
  Deno.test(`orThrow() says that trying again after a ${status} ${isTransient ? "may" : "does not"} help`, async () => {
    await using server = refusing(status, "");

    const error = await errorOf(sendTo(server.url).orThrow());

    assertEquals(error.isTransient, isTransient);
    assertStringIncludes(error.message, `the server responded with ${status}`);
  });
}

Deno.test("the stack of what orThrow() and json() throw leads to their caller", async () => {
  await using server = refusing();
  const failed = sendTo("http://127.0.0.1/");
  failed.cancel();
  // Otherwise its error is made while a caller waits for it.
  await failed;
  async function theCaller(running: ReturnType<typeof sendTo>) {
    await running.orThrow();
  }
  async function theOtherCaller(running: ReturnType<typeof sendTo>) {
    await running.json();
  }

  for (const running of [failed, sendTo(server.url)]) {
    const { stack = "" } = await errorOf(theCaller(running));
    assertStringIncludes(stack, "theCaller");
  }
  const { stack = "" } = await errorOf(theOtherCaller(sendTo(server.url)));
  assertStringIncludes(stack, "theOtherCaller");
});

Deno.test("an upload whose orThrow() and json() are not called rejects nothing", async () => {
  await using rejections = new RejectionWatch();
  await using server = refusing();
  const failed = sendTo("http://127.0.0.1/");
  failed.cancel();

  await Promise.all([failed, sendTo(server.url)]);

  assertEquals(await rejections.seen(), []);
});

const TEXTS: readonly [type: string, body: BodyInit, value: unknown][] = [
  ["application/json", '{"id":7}', { id: 7 }],
  ["text/plain", "\ufeff[1]", [1]],
  ["application/octet-stream", '"ä"', "ä"],
  ["image/png", "\ufeffnull", null],
  ["application/json; charset=utf-16le", new Uint8Array([0x37, 0]), 7],
];

for (const [type, body, value] of TEXTS) {
  Deno.test(`json() parses ${JSON.stringify(value)} of type ${type}`, async () => {
    await using server = serve(() =>
      new Response(body, { headers: { "content-type": type } })
    );
    const running = sendTo(server.url);

    const parsed: unknown = await running.json();

    assertEquals(parsed, value);
    assertEquals(await running.json(), value);
  });
}

for (const body of [SECRET, '{"password":"hunter2"', ""]) {
  Deno.test(`json() rejects with code response if the response is ${body.length} characters of invalid JSON, and never shows them`, async () => {
    await using server = serve(() => new Response(body, { status: 201 }));

    const error = await errorOf(sendTo(server.url).json());

    assertEquals([error.code, error.isTransient], ["response", false]);
    assertStringIncludes(error.message, body === "" ? "empty" : "text/plain");
    assertEquals(Deno.inspect(error).includes("hunter2"), false);
  });
}
