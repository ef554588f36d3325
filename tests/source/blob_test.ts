import { assert, assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "@network/upload";
import { property } from "../../src/errors/attempt.ts";
import {
  assertReadable,
  isBlob,
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

Deno.test("assertReadable() reads a byte from the middle of a Blob", async () => {
  const changed = new ChangedFile([HELLO], "a.txt");

  await assertReadable(new Blob([HELLO]));
  await assertReadable(new Blob());
  const error = await assertRejects(() => assertReadable(changed), UploadError);
  assertEquals([error.code, property(error.cause, "name")], [
    "source",
    "NotFoundError",
  ]);
  assertEquals(changed.asked, [[2, 3]]);
});

Deno.test("assertReadable() refuses a file that yields fewer bytes than it has", async () => {
  const truncated = new Blob([HELLO]);
  truncated.slice = () =>
    Object.assign(new Blob(["l"]), {
      arrayBuffer: () => Promise.resolve(new ArrayBuffer(0)),
    });

  await assertRejects(() => assertReadable(truncated), UploadError, "changed");
});

Deno.test("assertReadable() reads a Blob that seems to be empty, as a removed file may do", async () => {
  const removed = new Blob();
  removed.arrayBuffer = () =>
    Promise.reject(new DOMException("", "NotFoundError"));

  await assertRejects(() => assertReadable(removed), UploadError, "removed");
});

Deno.test("assertReadable() reads a byte of each Blob that a Blob was joined from", async () => {
  class Changed extends Blob {
    override slice(): Blob {
      throw new DOMException("changed", "NotReadableError");
    }
  }
  const file = new Blob([HELLO]);
  const changed = new Changed([HELLO]);

  const joined = joinBlob([HELLO, file, HELLO, file]);

  assertEquals(await joined.text(), "hello".repeat(4));
  await assertReadable(joined);
  for (const parts of [[changed, file], [file, HELLO, changed]]) {
    await assertRejects(() => assertReadable(joinBlob(parts)), UploadError);
  }
});
