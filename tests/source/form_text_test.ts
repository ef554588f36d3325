import { assertEquals, assertMatch } from "@std/assert";
import {
  headOfPart,
  tailOfForm,
  textOfPart,
} from "../../src/source/form_text.ts";

const FILE = { name: "file", filename: "a.bin", contentType: "text/x" };

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

Deno.test("headOfPart() writes the head of a file", () => {
  assertEquals(
    textOf(headOfPart(FILE, "AbC")),
    '--AbC\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n' +
      "Content-Type: text/x\r\n\r\n",
  );
});

Deno.test("headOfPart() writes the head of a field, without filename and type", () => {
  assertEquals(
    textOf(headOfPart({ name: "é", contentType: null }, "AbC")),
    '--AbC\r\nContent-Disposition: form-data; name="é"\r\n\r\n',
  );
});

Deno.test("headOfPart() writes a filename that is empty", () => {
  const head = headOfPart({ ...FILE, filename: "" }, "AbC");

  assertMatch(textOf(head), /; filename=""\r\n/);
});

Deno.test("tailOfForm() ends a form with a line break, because some servers wait for it", () => {
  assertEquals(textOf(tailOfForm("AbC")), "--AbC--\r\n");
});

Deno.test("textOfPart() writes each line break as CR LF", () => {
  assertEquals(
    textOf(textOfPart("a\rb\nc\r\nd\n\re")),
    "a\r\nb\r\nc\r\nd\r\n\r\ne",
  );
});

for (const type of ["multipart/mixed; boundary=AbC", 'text/x; name="é"']) {
  Deno.test(`headOfPart() writes the type ${type} as given`, () => {
    const head = headOfPart(
      { ...FILE, filename: "☃", contentType: type },
      "AbC",
    );
    const bytes = [...head].map((byte) => String.fromCharCode(byte)).join("");

    assertMatch(bytes, /filename="\xe2\x98\x83"/);
    assertEquals(bytes.split("\r\n").slice(-3), [
      `Content-Type: ${type}`,
      "",
      "",
    ]);
  });
}

Deno.test("headOfPart() escapes names that would break out of their header", () => {
  const hostile = '"\r\nX-Evil: 1\r\n\r\n--';
  const text = textOf(
    headOfPart({ ...FILE, name: hostile, filename: hostile }, "AbC"),
  );
  const escaped = "%22%0D%0AX-Evil: 1%0D%0A%0D%0A--";

  assertEquals(text.match(/^X-Evil/gm), null);
  assertEquals(text.split(`name="${escaped}"`).length - 1, 2);
});
