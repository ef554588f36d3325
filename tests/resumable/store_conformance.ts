import type { StoredValue, UploadStore } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { LOCK_CASES } from "./lock_conformance.ts";

/** A place where a store keeps uploads, removed at the end of its scope. */
export interface StorePlace extends AsyncDisposable {
  /** A store over this place; each call is like a restart of the program. */
  open(): UploadStore;
}

const KEYS = [
  ...["", "a", "A", "../../a", "..", "/etc/passwd", "C:\\a", "NUL", "a.json"],
  ...["a\0b", "\0", "a\nb", "a b ", "%2e%2e", "__proto__", "constructor"],
  ...["ä", "a\u0308", "\u{1f600}", "\ud800", "\ud801", "\u202e"],
  ...["k".repeat(10_000), `${"k".repeat(9_999)}l`],
];

const VALUES: readonly StoredValue[] = [
  ...[null, true, false, 0, -0.5, 1e300, "", "a\0\n\u2028\ud800", [], {}],
  [[1, [null]], { a: { b: ["c"] } }],
  JSON.parse('{"__proto__": {"a": 1}, "toString": 1, "": 2, "key": "other"}'),
  { url: "https://example.com/files/1?signature=a", text: "x".repeat(20_000) },
];

/** What a store has to do, and how that is tested. */
export interface StoreCase {
  readonly behaviour: string;
  run(open: OpenStore): Promise<void>;
}

/** Opens a store over the same place; each call is like a restart. */
export type OpenStore = () => UploadStore;

/** Tests what every store does, also a store of one's own. */
export function testStore(name: string, create: () => Promise<StorePlace>) {
  for (const { behaviour, run } of STORE_CASES) {
    Deno.test(`${name} ${behaviour}`, async () => {
      await using place = await create();
      await run(() => place.open());
    });
  }
}

/** What every store does. */
export const STORE_CASES: readonly StoreCase[] = [
  {
    behaviour: "has nothing at first",
    async run(open) {
      const store = open();

      assertEquals(await store.get("a"), undefined);
      assertEquals(await entriesOf(store), []);
      await store.delete("a");
    },
  },
  {
    behaviour: "keeps every value of JSON",
    async run(open) {
      const store = open();
      for (const value of VALUES) {
        await store.set("a", value);

        assertEquals(await store.get("a"), value);
        assertEquals(await open().get("a"), value);
        assertEquals(await entriesOf(open()), [["a", value]]);
      }
    },
  },
  {
    behaviour: "forgets what was deleted",
    async run(open) {
      const store = open();
      await store.set("a", 1);
      await store.set("b", 2);
      await store.delete("a");

      assertEquals(await store.get("a"), undefined);
      assertEquals(await entriesOf(open()), [["b", 2]]);
      await store.set("a", 3);
      assertEquals(await open().get("a"), 3);
    },
  },
  {
    behaviour: "keeps every key apart",
    async run(open) {
      const store = open();
      for (const [at, key] of KEYS.entries()) await store.set(key, at);

      for (const [at, key] of KEYS.entries()) {
        assertEquals(await open().get(key), at, JSON.stringify(key));
      }
      const listed = new Map(await entriesOf(open()));
      assertEquals(listed.size, KEYS.length);
      assertEquals(KEYS.map((key) => listed.get(key)), [...KEYS.keys()]);
      for (const key of KEYS) await store.delete(key);
      assertEquals(await entriesOf(open()), []);
    },
  },
  {
    behaviour: "obeys concurrent calls in their order",
    async run(open) {
      const store = open();
      const calls = Array.from({ length: 20 }, async (_, at) => {
        const key = `${at % 2}`;
        const set = store.set(key, at);
        const seen = store.get(key);
        const deleted = store.delete(key);
        const again = store.set(key, -at);
        assertEquals(await seen, at);
        await Promise.all([set, deleted, again]);
      });
      await Promise.all(calls);

      assertEquals(await open().get("0"), -18);
      assertEquals(await open().get("1"), -19);
      assertEquals((await entriesOf(open())).length, 2);
    },
  },
  {
    behaviour: "takes concurrent calls of two programs",
    async run(open) {
      const stores = [open(), open()];
      const values = Array.from(
        { length: 20 },
        (_, at) => "x".repeat(at * 999),
      );
      const calls = values.flatMap((value) =>
        stores.map(async (store) => {
          await store.set("a", value);
          const seen = await store.get("a");
          assert(typeof seen === "string" && values.includes(seen));
          assertEquals((await entriesOf(store)).length, 1);
        })
      );

      await Promise.all(calls);
    },
  },
  {
    behaviour: "lists a thousand entries, also if they are deleted",
    async run(open) {
      const store = open();
      const keys = Array.from({ length: 1_000 }, (_, at) => `upload ${at}`);
      await Promise.all(keys.map((key) => store.set(key, { key })));
      const seen = new Set<string>();
      for await (const [key, value] of open().list()) {
        assertEquals(value, { key });
        seen.add(key);
        await store.delete(key);
      }

      assertEquals([...seen].sort(), keys.sort());
      assertEquals(await entriesOf(open()), []);
    },
  },
  {
    behaviour: "may be left in the middle of a list",
    async run(open) {
      const store = open();
      for (const key of ["a", "b", "c"]) await store.set(key, key);
      for await (const [key] of store.list()) {
        assert(["a", "b", "c"].includes(key));
        break;
      }
    },
  },
  ...LOCK_CASES,
];

/** All entries of a store. */
export async function entriesOf(
  store: UploadStore,
): Promise<(readonly [key: string, value: StoredValue])[]> {
  const entries: (readonly [string, StoredValue])[] = [];
  for await (const entry of store.list()) entries.push(entry);
  return entries;
}
