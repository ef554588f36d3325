import { upload, type UploadParams } from "@network/upload";
import { assertEquals } from "@std/assert";

/** The modes of the requests that an upload makes, of which the first leads to another origin. */
async function modesOf(
  credentials: UploadParams["credentials"],
): Promise<unknown[]> {
  const modes: unknown[] = [];
  const fetch = (_: URL, init: RequestInit) => {
    modes.push("credentials" in init ? init.credentials : "none");
    const isFirst = modes.length === 1;
    return Promise.resolve(
      isFirst ? Response.redirect("http://b.example/", 307) : new Response(),
    );
  };
  const { error } = await upload({
    url: "http://a.example/",
    source: new Uint8Array(5),
    credentials,
    fetch,
  }).ended;
  assertEquals(error, undefined);
  return modes;
}

for (const credentials of ["omit", "same-origin", "include"] as const) {
  Deno.test(`upload() passes fetch the credentials ${credentials}, also after a redirect to another origin`, async () => {
    assertEquals(await modesOf(credentials), [credentials, credentials]);
  });
}

Deno.test("upload() passes fetch no credentials if none are given", async () => {
  assertEquals(await modesOf(undefined), ["none", "none"]);
});

Deno.test("upload() passes the credentials to each request of a protocol", async () => {
  const modes: unknown[] = [];
  const ended = await upload({
    url: "http://a.example/",
    source: new Uint8Array(5),
    credentials: "include",
    fetch: (_, init) => {
      modes.push(init.credentials);
      return Promise.resolve(new Response());
    },
    protocol: async ({ url, headers }, send) => {
      await send({ url, method: "POST", headers });
      return await send({ url, method: "PATCH", headers });
    },
  }).ended;

  assertEquals([ended.status, modes], [200, ["include", "include"]]);
});
