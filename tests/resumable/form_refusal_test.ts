import { type Protocol, upload, type UploadOptions } from "@network/upload";
import { MemoryStore, rufh, tus } from "@network/upload/resumable";
import { s3 } from "@network/upload/s3";
import { assertEquals, assertMatch } from "@std/assert";
import { serve } from "../support/http_server.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import { uploadByRufh } from "../support/rufh/rufh_uploads.ts";
import { hasStored, uploadByTus } from "../support/tus/tus_scene.ts";
import { TusServer } from "../support/tus/tus_server.ts";

const BYTES = new Uint8Array(300_000).fill(65);
const MULTIPART_TYPE = "multipart/form-data; boundary=abc";

function formData(): FormData {
  const form = new FormData();
  form.append("album", "7");
  form.append("file", new File([BYTES], "1.jpg"));
  return form;
}

const FORMS: Readonly<Record<string, () => Partial<UploadOptions>>> = {
  multipart: () => ({ multipart: { fields: { album: 7 } } }),
  "multipart of a stream": () => ({
    source: new Blob([BYTES]).stream(),
    multipart: {},
  }),
  FormData: () => ({ source: formData() }),
};

const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
const REFUSING: readonly [name: string, protocol: Protocol, hint: RegExp][] = [
  ["tus", tus(), /'source', and its fields as 'metadata' of tus\(\)$/],
  ["s3", s3({ credentials }), /'source', and its fields as 'headers'/],
  ["rufh with a store", rufh({ store: new MemoryStore() }), /out 'store'/],
];

for (const [name, protocol, hint] of REFUSING) {
  for (const [form, options] of Object.entries(FORMS)) {
    Deno.test(`${name} refuses a form instead of storing it as the file: ${form}`, async () => {
      await using server = serve(() => new Response());

      const { error } = await upload({
        url: server.url,
        source: new Blob([BYTES]),
        protocol,
        ...options(),
      });

      assertEquals(error?.code, "invalid-options");
      assertMatch(error?.message ?? "", /^Cannot upload a form to "127/);
      assertMatch(error?.hint ?? "", hint);
      assertEquals(server.received, []);
    });
  }
}

Deno.test("tus stores bytes that the caller calls a form", async () => {
  await using server = await new TusServer().listen();

  const options = { source: BYTES, contentType: MULTIPART_TYPE };
  const { ok } = await uploadByTus(server, {}, options);

  assertEquals(ok, true);
  assertEquals(await hasStored(server, BYTES), true);
});

Deno.test("rufh resumes a form, which the target can parse", async () => {
  await using server = await new RufhServer().listen();
  let isBroken = false;
  server.hooks.keep = ({ method }) => {
    if (isBroken || method !== "PATCH") return undefined;
    isBroken = true;
    return 1_000;
  };

  const { ok } = await uploadByRufh(server, {}, { source: formData() });

  assertEquals([ok, isBroken, server.repeatedBytes], [true, true, 0]);
  const [creation] = server.requestsOf("POST");
  const contentType = creation?.headers.get("content-type") ?? "";
  const bytes = await server.onlyUpload.bytes();
  const form = await new Response(bytes, {
    headers: { "content-type": contentType },
  }).formData();
  const file = form.get("file");
  assertEquals(form.get("album"), "7");
  assertEquals(file instanceof File && await file.bytes(), BYTES);
});

Deno.test("a protocol of the caller may send a form", async () => {
  await using server = serve(() => new Response());
  const protocol: Protocol = ({ url, method, contentType, source }, send) =>
    send({
      url,
      method,
      headers: { "content-type": contentType ?? "" },
      open: () => source.open(),
    });

  const { ok } = await upload({
    url: server.url,
    source: formData(),
    protocol,
  });

  assertEquals([ok, server.received.length], [true, 1]);
});

for (const [name, factory] of Object.entries({ tus, rufh, s3 })) {
  Deno.test(`${name} as the protocol, without a call, says so`, async () => {
    const { error } = await upload({
      url: "http://127.0.0.1:2/",
      source: BYTES,
      // @ts-expect-error As in JavaScript.
      protocol: factory,
    });

    assertEquals(
      [error?.code, error?.message, error?.hint],
      [
        "invalid-options",
        `Cannot upload: 'protocol' is ${name} itself`,
        `call it, as in 'protocol: ${name}(…)'`,
      ],
    );
  });
}
