import { assert, assertEquals, assertThrows } from "@std/assert";
import { Readable } from "node:stream";
import { upload } from "@network/upload";

/** A Node stream of a megabyte. */
function megabyte(): Readable {
  let left = 16;
  return new Readable({
    read() {
      this.push(left-- > 0 ? new Uint8Array(65_536) : null);
    },
  });
}

function start(source: Readable) {
  const fetch = () => Promise.resolve(new Response());
  return upload({ url: "http://127.0.0.1/", source, fetch });
}

Deno.test("a Node stream that a listener reads is refused, and left alone", () => {
  const source = megabyte();
  source.on("readable", () => source.read());

  assertThrows(() => start(source), TypeError, "listener for 'readable'");

  assert(!source.destroyed);
  source.destroy();
});

/** What may take bytes of a stream between the call and its start. */
const READERS: readonly (readonly [
  name: string,
  read: (source: Readable) => unknown,
])[] = [
  ["a listener", (source) => source.on("readable", () => source.read())],
  ["a call", (source) => source.read()],
  ["another iterator", (source) => source[Symbol.asyncIterator]().next()],
];

for (const [name, read] of READERS) {
  Deno.test(`a Node stream that ${name} reads right after the call ends the upload with code "source"`, async () => {
    const source = megabyte();
    const running = start(source);
    source.push(new Uint8Array(100));
    read(source);

    const { error, ok } = await running.ended;

    assertEquals([error?.code, ok], ["source", false]);
    assert(source.destroyed);
  });
}
