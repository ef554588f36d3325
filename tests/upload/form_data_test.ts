import { upload } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import {
  type ParsedForm,
  parseInBusboy,
  parseInDeno,
} from "../support/form_parsers.ts";
import { sha256Of } from "../support/hash.ts";
import { NAMES, VALUES } from "../support/hostile_forms.ts";
import { serve } from "../support/http_server.ts";
import { startPhp } from "../support/php.ts";
import { testWith } from "../support/server_program.ts";

/** A form with every name and value that is hard to write, and files. */
function hostileForm(): FormData {
  const form = new FormData();
  for (const { name } of NAMES) {
    form.append(name, name);
    form.append(name, new File([name], name, { type: "text/x" }));
  }
  for (const { value } of VALUES) {
    form.append("value", value);
    form.append("value", new Blob([value]));
  }
  form.append("odd \ud800", "\ud800");
  form.append("", new File([], ""));
  form.append("large", new File([randomBytes(300_000)], "large.bin"));
  return form;
}

for (
  const [kind, form] of [
    ["hostile names, values and files", hostileForm()],
    ["no entries", new FormData()],
  ] as const
) {
  Deno.test(`upload() sends FormData of ${kind} byte for byte as the platform`, async () => {
    const own = new Response(form);
    const boundary = own.headers.get("content-type")?.split("boundary=")[1];
    await using server = serve();
    const { bytesEstimated } = await upload({ url: server.url, source: form })
      .ended;

    const [received] = server.received;
    assert(received !== undefined && boundary !== undefined);
    const { bytes, headers } = received;
    assertEquals(headers.get("content-length"), String(bytesEstimated));
    assertEquals(bytes.byteLength, bytesEstimated);
    const ours = headers.get("content-type")?.split("boundary=")[1] ?? "";
    const latin1 = new TextDecoder("latin1");
    // The line break after the last boundary is up to the runtime (RFC 2046 §5.1.1).
    const expected = latin1.decode(await own.bytes())
      .replaceAll(boundary, ours).trimEnd();
    assert(latin1.decode(bytes).trimEnd() === expected);
  });
}

Deno.test("upload() sends no form that a predicted boundary could end", async () => {
  const { random } = Math;
  Math.random = () => 0.5;
  try {
    // What Deno would draw for its own forms.
    const { headers } = new Response(new FormData());
    const predicted = headers.get("content-type")?.split("boundary=")[1];
    const evil =
      `\r\n--${predicted}\r\nContent-Disposition: form-data; name="evil"\r\n\r\n1`;
    const source = new FormData();
    source.append("a", evil);
    source.append("b", new Blob([evil]));
    await using server = serve();
    await upload({ url: server.url, source }).ended;

    const [received] = server.received;
    assert(received !== undefined);
    const { fields, files } = await parseInDeno(received);
    assertEquals(fields, [["a", evil]]);
    assertEquals(files.map(({ name }) => name), ["b"]);
  } finally {
    Math.random = random;
  }
});

/** Twenty files of many kinds in one form, and what parsers are to read. */
async function twentyFiles(folder: TempFolder) {
  const expected: ParsedForm = { fields: [["title", "Ä"]], files: [] };
  const fields: [string, unknown][] = [["title", "Ä"]];
  for (let index = 0; index < 20; index++) {
    const bytes = randomBytes([0, 5, 70_000, 300_000][index % 4] ?? 0);
    const filename = `${index}.bin`;
    const name = `f${index}`;
    const sources = [
      () => new Blob([bytes]),
      () => folder.write(filename, bytes),
      () => bytes,
      () => new Blob([bytes]).stream(),
      () => () => new Blob([bytes]).stream(),
    ];
    const source = sources[index % 5]?.();
    const size = bytes.byteLength;
    fields.push([name, { source, filename, contentType: "text/x", size }]);
    const sha256 = await sha256Of(bytes);
    expected.files.push({ name, filename, type: "text/x", sha256 });
  }
  return { fields, expected };
}

/** Uploads the files of a form, the last of which is the source itself. */
function uploadFiles(url: string, fields: unknown[], folder: TempFolder) {
  const [name, { filename, ...last }] = Object(fields.at(-1));
  return Reflect.apply(upload, undefined, [{
    url,
    ...last,
    baseDirectory: folder.url,
    multipart: { name, filename, fields: fields.slice(0, -1) },
  }]);
}

Deno.test("upload() sends 20 files unchanged in one form, with its exact Content-Length", async () => {
  using folder = new TempFolder();
  await using server = serve();
  const { fields, expected } = await twentyFiles(folder);
  const ended = await uploadFiles(server.url, fields, folder).ended;

  const [received] = server.received;
  assert(received !== undefined, ended.error?.message);
  const length = received.headers.get("content-length");
  assertEquals(length, String(ended.bytesEstimated));
  assertEquals(length, String(received.bytes.byteLength));
  for (const parse of [parseInDeno, parseInBusboy]) {
    assertEquals(await parse(received), expected);
  }
});

testWith("php", "PHP reads 20 files of one form, and FormData", async (php) => {
  using folder = new TempFolder();
  await using server = await startPhp(php, folder.path);
  const url = `${server.url}form.php`;
  const { fields, expected } = await twentyFiles(folder);
  const ended = await uploadFiles(url, fields, folder).ended;
  assertEquals(JSON.parse(String(ended.response)), {
    ...expected,
    contentLength: String(ended.bytesEstimated),
  });

  const form = new FormData();
  const file = new File(["hello"], "ä.txt", { type: "text/plain" });
  form.append("a", "b");
  form.append("c", file);
  const { response, bytesEstimated } = await upload({ url, source: form })
    .ended;
  const sha256 = await sha256Of(await file.bytes());
  assertEquals(JSON.parse(String(response)), {
    fields: [["a", "b"]],
    files: [{ name: "c", filename: "ä.txt", type: "text/plain", sha256 }],
    contentLength: String(bytesEstimated),
  });
});

Deno.test("upload() sends all of FormData again after each redirect", async () => {
  const source = hostileForm();
  await using server = serve(({ url }) => {
    const hop = Number(url.pathname.slice(1));
    return hop === 3 ? new Response("stored") : new Response(null, {
      status: 307,
      headers: { location: `/${hop + 1}` },
    });
  });
  const { response } = await upload({ url: server.url, source }).ended;

  assertEquals([response, server.received.length], ["stored", 4]);
  const [first, ...others] = server.received;
  assert(first !== undefined);
  for (const { bytes } of others) assert(sameBytes(bytes, first.bytes));
});
