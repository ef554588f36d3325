import { assert, assertEquals, assertMatch } from "@std/assert";
import { Form } from "../../src/source/form.ts";

function boundaryOf({ contentType }: Form): string {
  return contentType.replace("multipart/form-data; boundary=", "");
}

Deno.test("a form has its own boundary, which its type names", () => {
  const [first, second] = [new Form([]), new Form([])];

  assertEquals(boundaryOf(first), first.boundary);
  assert(first.boundary !== second.boundary);
});

Deno.test("a form has a boundary of 128 bits, in characters that need no quotes", () => {
  for (let draw = 0; draw < 100; draw++) {
    const { boundary } = new Form([]);

    // RFC 2046 §5.1.1: at most 70 characters.
    assert(boundary.length <= 70);
    assertMatch(boundary, /^-{4}[A-Za-z]+[0-9a-f]{32}$/);
  }
});

Deno.test("a form has a boundary that Math.random cannot predict", () => {
  const { random } = Math;
  Math.random = () => 0.5;
  try {
    const boundaries = Array.from(
      { length: 1000 },
      () => new Form([]).boundary,
    );

    assertEquals(new Set(boundaries).size, 1000);
  } finally {
    Math.random = random;
  }
});

Deno.test("the sources of a form are those of the parts that are not text", () => {
  const blob = new Blob();
  const form = new Form([
    { name: "a", contentType: null, value: "1" },
    {
      name: "b",
      contentType: null,
      value: { source: blob, size: 0, baseDirectory: undefined },
    },
  ]);

  assert(form.sources[0] === blob);
  assertEquals(form.sources.length, 1);
});
