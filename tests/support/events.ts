import type { Upload, UploadEndedEvent, UploadEvent } from "../../mod.ts";

/** All events of an upload. */
export async function eventsOf(upload: Upload): Promise<UploadEvent[]> {
  return await Array.fromAsync(upload);
}

/** The last event of an upload, in a few words: `200 text`, or the code of its error. */
export function outcomeOf(ended: UploadEndedEvent): string {
  return ended.isError
    ? ended.error.code
    : `${ended.status} ${ended.responseType}`;
}
