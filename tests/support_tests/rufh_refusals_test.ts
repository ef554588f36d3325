import { assertEquals } from "@std/assert";
import { assertRefused, type Refusal } from "../support/refusal.ts";
import { appendHeaders } from "../support/rufh/rufh_requests.ts";
import {
  RUFH_UPLOAD,
  serverWithRufhUpload,
} from "../support/rufh/rufh_scene.ts";

/** An append that is refused. */
function refused(
  name: string,
  headers: Record<string, string>,
  reason: RegExp,
  more: Partial<Refusal> = {},
): Refusal {
  return {
    ...{ name, reason, status: 400, method: "PATCH", path: RUFH_UPLOAD },
    headers: { ...appendHeaders(8, 4, false), ...headers },
    body: "456",
    ...more,
  };
}

const { "upload-offset": _offset, ...WITHOUT_OFFSET } = appendHeaders(
  8,
  4,
  true,
);
const { "upload-complete": _complete, ...WITHOUT_COMPLETE } = appendHeaders(
  8,
  4,
  true,
);

const REFUSALS: readonly Refusal[] = [
  refused("another type", { "content-type": "video/mp4" }, /Content-Type/, {
    status: 415,
  }),
  refused("no version", {}, /Version/, {
    headers: { "content-type": "application/partial-upload" },
  }),
  refused("no offset", {}, /Upload-Offset/, { headers: WITHOUT_OFFSET }),
  refused("no completeness", {}, /Upload-Complete/, {
    headers: WITHOUT_COMPLETE,
  }),
  refused("completeness of 1", { "upload-complete": "1" }, /Upload-Complete/),
  refused("another offset", { "upload-offset": "3" }, /does not match/, {
    status: 409,
  }),
  refused("another length", { "upload-length": "11" }, /inconsistent/),
  refused("an end before the length", {
    "upload-complete": "?1",
  }, /inconsistent/),
  refused("too many bytes", {}, /exceeds the length/, { body: "4567890" }),
  refused("a large append", {}, /max-append-size/, {
    status: 413,
    body: "456789",
  }),
  refused("a small append", {}, /min-append-size/, { body: "4" }),
  refused("a wrong digest", { "content-digest": "sha-512=:YQ==:" }, /Digest/, {
    innocent: true,
  }),
  refused("an unknown upload", {}, /no such upload/, {
    ...{ path: "/uploads/9", status: 404, innocent: true },
  }),
];

for (const refusal of REFUSALS) {
  Deno.test(`the draft server refuses an append: ${refusal.name}`, async () => {
    const tooMany = refusal.name === "too many bytes";
    const limits = tooMany ? {} : { maxAppendSize: 5, minAppendSize: 2 };
    await using server = await serverWithRufhUpload({ limits });
    await assertRefused(server, refusal);
    // A client that exceeds the length has lost the upload.
    assertEquals(
      server.uploads.get(RUFH_UPLOAD)?.offset,
      tooMany ? undefined : 4,
    );
  });
}
