import { assert, assertEquals } from "@std/assert";
import {
  isContinued,
  keyOf,
  type RememberedUpload,
  toRemembered,
} from "../../src/resumable/remembered_upload.ts";

const UPLOAD: RememberedUpload = {
  protocol: "tus",
  version: "5 1000 7",
  size: 5,
  urls: ["https://h/files/1", ""],
  expires: 2000,
};

Deno.test("a remembered upload is read back as it was written", () => {
  const { expires: _, ...eternal } = UPLOAD;
  for (const upload of [UPLOAD, eternal]) {
    assertEquals(toRemembered(JSON.parse(JSON.stringify(upload))), upload);
  }
  assertEquals(toRemembered({ ...UPLOAD, more: 1 }), UPLOAD);
});

const DAMAGED: readonly unknown[] = [
  ...[undefined, null, 5, "text", [], {}],
  { ...UPLOAD, protocol: 1 },
  { ...UPLOAD, version: null },
  { ...UPLOAD, size: "5" },
  { ...UPLOAD, size: 0.5 },
  { ...UPLOAD, urls: [] },
  { ...UPLOAD, urls: "https://h/" },
  { ...UPLOAD, urls: ["no url"] },
  { ...UPLOAD, urls: [1] },
  { ...UPLOAD, expires: "soon" },
];

Deno.test("what is no remembered upload is not taken for one", () => {
  for (const value of DAMAGED) assertEquals(toRemembered(value), undefined);
});

Deno.test("an upload is continued only with the same source, before it expires", () => {
  const source = { protocol: "tus", version: "5 1000 7", size: 5 };
  const cases: readonly [boolean, object?, number?][] = [
    [true],
    [false, { protocol: "rufh" }],
    [false, { version: "5 1001 7" }],
    [false, { size: 6 }],
    [true, {}, 1999],
    [false, {}, 2000],
  ];
  for (const [expected, changes, now = 0] of cases) {
    assertEquals(isContinued(UPLOAD, { ...source, ...changes }, now), expected);
  }
});

Deno.test("the key tells protocols, servers and sources apart, not versions", () => {
  const url = new URL("https://h/files?bucket=1#top");
  const source = { place: "file /a b", version: "1" };
  const key = keyOf("tus", url, source);

  assertEquals(key, "tus https://h/files?bucket=1 file /a b");
  assertEquals(keyOf("tus", url, { ...source, version: "2" }), key);
  assert(keyOf("rufh", url, source) !== key);
});
