import { parseUrl } from "../request/url.ts";
import type { Recalled, UploadRecord } from "../resumable/upload_record.ts";
import { withQuery } from "./object_url.ts";
import { UploadState } from "./upload_state.ts";

/** An object in parts that an earlier run has begun. */
export interface RecalledObject {
  readonly uploadId: string;
  /** What is known of it; undefined if it is not continued. */
  readonly state: UploadState | undefined;
}

/** Remembers an object in parts. */
export async function rememberObject(
  record: UploadRecord | undefined,
  object: URL,
  { uploadId, partSize, since, mayBeComplete }: UploadState,
): Promise<void> {
  const { href } = withQuery(object, { uploadId });
  const details = { partSize, since, mayBeComplete: Number(mayBeComplete) };
  await record?.remember([href], undefined, details);
}

/** Recalls an object in parts. */
export async function recallObject(
  record: UploadRecord | undefined,
): Promise<RecalledObject | undefined> {
  const recalled = await record?.recall();
  const uploadId = recalled && uploadIdIn(recalled);
  return uploadId
    ? { uploadId, state: stateIn(recalled, uploadId) }
    : undefined;
}

function uploadIdIn({ upload: { urls } }: Recalled): string | null | undefined {
  const [url = ""] = urls;
  return parseUrl(url)?.searchParams.get("uploadId");
}

function stateIn(
  { upload, isContinued }: Recalled,
  uploadId: string,
): UploadState | undefined {
  const { partSize, since, mayBeComplete } = upload.details ?? {};
  if (!isContinued || partSize === undefined || since === undefined) return;
  const state = new UploadState(uploadId, partSize, since);
  state.isUncertain = true;
  state.mayBeComplete = mayBeComplete === 1;
  return state;
}
