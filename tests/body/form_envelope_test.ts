import { assert, assertEquals, assertMatch } from "@std/assert";
import { makeEnvelope } from "../../src/body/form_envelope.ts";

const FILE = { name: "file", filename: "a.bin", fields: [] };

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

Deno.test("makeEnvelope() writes a form with the fields before the file", () => {
  const envelope = makeEnvelope({
    name: "up",
    filename: "a.bin",
    fields: [["a", "1"], ["a", "é"]],
  }, "text/x");
  const boundary = envelope.contentType.split("boundary=")[1];

  assertMatch(envelope.contentType, /^multipart\/form-data; boundary=\S+$/);
  assertEquals(
    textOf(envelope.head),
    `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n` +
      `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\né\r\n` +
      `--${boundary}\r\nContent-Disposition: form-data; name="up"; filename="a.bin"\r\n` +
      `Content-Type: text/x\r\n\r\n`,
  );
  assertEquals(textOf(envelope.tail), `\r\n--${boundary}--\r\n`);
});

for (const type of ["multipart/mixed; boundary=AbC", 'text/x; name="é"']) {
  Deno.test(`makeEnvelope() writes the type ${type} as it is given`, () => {
    const { head } = makeEnvelope({ ...FILE, filename: "☃" }, type);
    const bytes = [...head].map((byte) => String.fromCharCode(byte)).join("");

    assertMatch(bytes, /filename="\xe2\x98\x83"/);
    assertEquals(bytes.split("\r\n").slice(-3), [
      `Content-Type: ${type}`,
      "",
      "",
    ]);
  });
}

Deno.test("makeEnvelope() draws a boundary of its own for each form", () => {
  const first = makeEnvelope(FILE, "text/x");
  const second = makeEnvelope(FILE, "text/x");

  assert(first.contentType !== second.contentType);
});

Deno.test("makeEnvelope() draws boundaries that Math.random does not foretell", () => {
  const { random } = Math;
  Math.random = () => 0.5;
  try {
    const boundaries = Array.from(
      { length: 1000 },
      () => makeEnvelope(FILE, "text/x").contentType,
    );

    assertEquals(new Set(boundaries).size, 1000);
  } finally {
    Math.random = random;
  }
});

Deno.test("makeEnvelope() draws boundaries of 128 bits, in characters that need no quotes", () => {
  for (let draw = 0; draw < 100; draw++) {
    const { contentType } = makeEnvelope(FILE, "text/x");
    const [, boundary = ""] = contentType.split("; boundary=");

    // RFC 2046 §5.1.1: at most 70 characters.
    assert(boundary.length <= 70);
    assertMatch(boundary, /^-{4}[A-Za-z]+[0-9a-f]{32}$/);
  }
});

Deno.test("makeEnvelope() leaves out a type that is null", () => {
  const { head } = makeEnvelope(FILE, null);

  assertMatch(textOf(head), /; filename="a\.bin"\r\n\r\n$/);
});

Deno.test("makeEnvelope() writes a form as the platform does", async () => {
  const odd = 'a"b\r\nc\rd\ne\\;\ud800 é😀%22';
  const form = new FormData();
  form.append(odd, odd);
  form.append("__proto__", "");
  form.append(odd, new File([], odd, { type: "text/x" }));
  const response = new Response(form);
  const [, own] = response.headers.get("content-type")?.split("boundary=") ??
    [];
  assert(own !== undefined);

  const fields = [[odd, odd], ["__proto__", ""]] as const;
  const { contentType, head, tail } = makeEnvelope(
    { name: odd, filename: odd, fields },
    "text/x",
  );
  const [, boundary = ""] = contentType.split("boundary=");

  // The line break after the last boundary is up to the runtime (RFC 2046 §5.1.1).
  assertEquals(
    (textOf(head) + textOf(tail)).trimEnd(),
    (await response.text()).replaceAll(own, boundary).trimEnd(),
  );
});

Deno.test("makeEnvelope() escapes names that would break out of their header", () => {
  const hostile = '"\r\nX-Evil: 1\r\n\r\n--';
  const { head } = makeEnvelope({
    name: hostile,
    filename: hostile,
    fields: [[hostile, "1"]],
  }, "text/x");
  const text = textOf(head);
  const escaped = "%22%0D%0AX-Evil: 1%0D%0A%0D%0A--";

  assertEquals(text.match(/^X-Evil/gm), null);
  assertEquals(text.split(`name="${escaped}"`).length - 1, 3);
});

Deno.test("makeEnvelope() makes no form that a foretold boundary could end", async () => {
  const { random } = Math;
  Math.random = () => 0.5;
  try {
    // What Deno would draw for its own forms.
    const { headers } = new Response(new FormData());
    const foretold = headers.get("content-type")?.split("boundary=")[1];
    const evil =
      `\r\n--${foretold}\r\nContent-Disposition: form-data; name="evil"\r\n\r\n1`;

    const { contentType, head, tail } = makeEnvelope(
      { ...FILE, fields: [["a", evil]] },
      "text/x",
    );
    const form = await new Response(new Blob([head, tail]), {
      headers: { "content-type": contentType },
    }).formData();

    assertEquals([...form.keys()], ["a", "file"]);
    assertEquals(form.get("a"), evil);
  } finally {
    Math.random = random;
  }
});
