import { assert, assertEquals } from "@std/assert";
import {
  isBlob,
  isReadable,
  joinBlob,
  sizeOfBlob,
  streamOfBlob,
} from "../../src/source/blob.ts";
import { checkedStream } from "../../src/streams/checked_stream.ts";

const HELLO = new TextEncoder().encode("hello");

/** A Blob as another library makes it. */
function foreignBlob(properties: object): object {
  return {
    [Symbol.toStringTag]: "Blob",
    size: 5,
    type: "text/plain",
    stream: () => new Blob([HELLO]).stream(),
    ...properties,
  };
}

Deno.test("isBlob() accepts Blobs, including those of another library", () => {
  class Sub extends Blob {}
  for (
    const blob of [
      new Blob(),
      new File([], "a"),
      new Sub(),
      foreignBlob({}),
      foreignBlob({ [Symbol.toStringTag]: "File", name: "a" }),
      foreignBlob({ stream: undefined, arrayBuffer() {} }),
    ]
  ) {
    assert(isBlob(blob));
  }
});

Deno.test("isBlob() rejects what only claims to be a Blob", () => {
  for (
    const other of [
      { ...foreignBlob({}), [Symbol.toStringTag]: undefined },
      foreignBlob({ size: "5" }),
      foreignBlob({ type: undefined }),
      foreignBlob({ stream: undefined }),
      foreignBlob({ stream: "text" }),
      Object.defineProperty(foreignBlob({}), "size", {
        get() {
          throw new Error("it was read");
        },
      }),
      Object.create(Blob.prototype),
      new Response(),
      null,
    ]
  ) {
    assertEquals(isBlob(other), false);
  }
});

Deno.test("sizeOfBlob() ignores an invalid length", () => {
  const sizes = [Infinity, NaN, -7, 1.5, 2 ** 60];
  class Sized extends Blob {
    constructor(readonly given: number) {
      super();
    }
    override get size(): number {
      return this.given;
    }
  }

  assertEquals(sizeOfBlob(new Blob([HELLO])), 5);
  assertEquals(sizeOfBlob(new Blob()), 0);
  assertEquals(
    sizes.map((size) => sizeOfBlob(new Sized(size))),
    sizes.map(() => -1),
  );
});

Deno.test("streamOfBlob() reads a Blob, even one without stream()", async () => {
  const whole = foreignBlob({
    stream: undefined,
    arrayBuffer: () => Promise.resolve(HELLO.slice().buffer),
  });
  for (const blob of [new Blob([HELLO]), foreignBlob({}), whole]) {
    assert(isBlob(blob));
    const stream = checkedStream(streamOfBlob(blob), 5);

    assertEquals(await new Response(stream).bytes(), HELLO);
  }
});

/** A file of a browser that was changed on the disk, and can be read no more. */
class ChangedFile extends File {
  readonly asked: [start: number | undefined, end: number | undefined][] = [];

  override slice(start?: number, end?: number): Blob {
    this.asked.push([start, end]);
    return Object.assign(new Blob(), {
      arrayBuffer: () => Promise.reject(new DOMException("", "NotFoundError")),
    });
  }
}

Deno.test("isReadable() reads a byte from the middle of a Blob", async () => {
  const changed = new ChangedFile([HELLO], "a.txt");

  assertEquals(await isReadable(new Blob([HELLO])), true);
  assertEquals(await isReadable(new Blob()), true);
  assertEquals(await isReadable(changed), false);
  assertEquals(changed.asked, [[2, 3]]);
});

Deno.test("isReadable() reads a byte of each Blob that a Blob was joined from", async () => {
  class Changed extends Blob {
    override slice(): Blob {
      throw new DOMException("changed", "NotReadableError");
    }
  }
  const file = new Blob([HELLO]);
  const changed = new Changed([HELLO]);

  const joined = joinBlob([HELLO, file, HELLO, file]);

  assertEquals(await joined.text(), "hello".repeat(4));
  assertEquals(await isReadable(joined), true);
  for (const parts of [[changed, file], [file, HELLO, changed]]) {
    assertEquals(await isReadable(joinBlob(parts)), false);
  }
});
