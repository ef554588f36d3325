import { type FetchLike, upload, type UploadEndedEvent } from "@network/upload";
import { assertEquals } from "@std/assert";
import { DeafPort } from "../support/deaf_port.ts";
import { eventsOf, outcomeOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { closing, redirect, serveAnswers } from "../support/raw_request.ts";

const TYPE = "application/octet-stream";
const SOURCE = new Blob(["x"]);

/** What the last event reports about redirects. */
function wayOf({ responseUrl, redirected, method }: UploadEndedEvent) {
  return [responseUrl, redirected, method];
}

Deno.test("upload() reports the URL and the method of the call without redirects", async () => {
  await using server = serveAnswers();
  const url = `${server.url.replace("//", "//user:pass@")}a?b=c#part`;

  const ended = await upload(url, "put", SOURCE, TYPE).ended;

  assertEquals(wayOf(ended), [`${server.url}a?b=c`, false, "PUT"]);
  assertEquals(ended.url, `${server.url}a?b=c#part`);
});

for (
  const [status, method, then] of [
    [301, "POST", "GET"],
    [303, "PUT", "GET"],
    [307, "PUT", "PUT"],
    [308, "POST", "POST"],
  ] as const
) {
  Deno.test(`upload() reports that a ${status} to a ${method} led to a ${then}`, async () => {
    await using server = serveAnswers(
      redirect(status, "/b"),
      redirect(307, "http://user:pass@HOST/c?d".replace("HOST", "127.0.0.1:1")),
    );
    const params = { handleRedirects: { sameOrigin: true } };

    const ended = await upload(server.url, method, params, SOURCE, TYPE).ended;

    // The second redirect is not followed: what it leads to was not tried.
    assertEquals(outcomeOf(ended), "network");
    assertEquals(wayOf(ended), [`${server.url}b`, true, then]);
  });
}

Deno.test("upload() reports no redirect if it treats a redirect as the response", async () => {
  await using server = serveAnswers(redirect(307, "/b"));
  const params = { handleRedirects: false };

  const ended = await upload(server.url, "PUT", params, SOURCE, TYPE).ended;

  assertEquals(ended.status, 307);
  assertEquals(wayOf(ended), [server.url, false, "PUT"]);
});

Deno.test("upload() reports the URL, and no status, of a redirect whose target does not listen", async () => {
  for (const status of [303, 307]) {
    using deaf = await DeafPort.find();
    const location = `http://user:pass@${deaf.url.slice(7)}b`;
    await using server = serveAnswers(redirect(status, location));

    const ended = await upload(server.url, "PUT", SOURCE, TYPE).ended;

    assertEquals([outcomeOf(ended), ended.status], ["network", -1]);
    assertEquals(ended.responseHeaders, {});
    const method = status === 303 ? "GET" : "PUT";
    assertEquals(wayOf(ended), [`${deaf.url}b`, true, method]);
  }
});

Deno.test("upload() reports the URL that was tried if it is cancelled at once", async () => {
  const running = upload("http://h/a", "PUT", SOURCE, TYPE);
  running.cancel();

  assertEquals(wayOf(await running.ended), ["http://h/a", false, "PUT"]);
});

Deno.test("upload() reports the URL of a custom fetch that follows redirects itself", async () => {
  await using server = serveAnswers(redirect(303, "/b"), closing("there"));
  const follows: FetchLike = (url, init) =>
    fetch(url, { ...init, redirect: "follow" });

  const params = { fetch: follows };
  const ended = await upload(server.url, "PUT", params, SOURCE, TYPE).ended;

  assertEquals(ended.response, "there");
  assertEquals(wayOf(ended), [`${server.url}b`, true, "PUT"]);
});

Deno.test("upload() counts from 0 if a file is sent again after a 307", async () => {
  using folder = new TempFolder();
  const path = folder.write("data.bin", 300_000);
  using deaf = await DeafPort.find();
  const fetch: FetchLike = async (url, { body, ...init }) => {
    if (url.href === deaf.url) return await globalThis.fetch(url, init);
    await new Response(body).bytes();
    const headers = { location: deaf.url };
    return new Response(null, { status: 307, headers });
  };
  const params = { fetch, progress: true };

  const events = await eventsOf(upload("http://h/", "PUT", params, path));

  const [first] = events;
  const ended = events.at(-1);
  assertEquals([first?.phase, first?.bytesEstimated], ["began", 300_000]);
  assertEquals(ended?.phase === "ended" && outcomeOf(ended), "network");
  assertEquals([ended?.bytesTransferred, ended?.bytesEstimated], [0, 300_000]);
});
