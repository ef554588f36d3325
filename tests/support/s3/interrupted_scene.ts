import { assertEquals } from "@std/assert";
import type { StoredValue, UploadStore } from "@network/upload/s3";
import { refusing } from "./s3_hooks.ts";
import { uploadToS3 } from "./s3_scene.ts";
import type { StrictS3Server } from "./strict_s3_server.ts";

/** The arguments of an upload. */
export type Call = Parameters<typeof uploadToS3>;

/** Begins an upload, which is refused at some part, and stays in a store. */
export async function interrupt(
  [server, options, more]: Call,
  partNumber = 3,
): Promise<void> {
  server.hooks.answer = refusing("UploadPart", "AccessDenied", { partNumber });
  const ended = await uploadToS3(
    server,
    { parallel: 1, ...options },
    { ...more, retry: 0 },
  );
  assertEquals(ended.status, 403);
  server.hooks = {};
  server.requests.length = 0;
}

/** What a store has. */
export function entriesOf(
  store: UploadStore,
): Promise<(readonly [string, StoredValue])[]> {
  return Array.fromAsync(store.list());
}

/** The operations of the requests to a server, with the numbers of parts. */
export const operationsOf = ({ requests }: StrictS3Server): string[] =>
  requests.map(({ operation, partNumber }) =>
    [operation, partNumber].join(" ").trim()
  );
