import { upload, type UploadEndedEvent } from "@network/upload";
import { rufh, tus, WebStore } from "@network/upload/resumable";

const MAKE = { tus, rufh };

/** Uploads the file that is selected on a page, with a store that outlives the page. */
export async function send(
  name: keyof typeof MAKE,
  url: string,
  source: File,
  chunkSize?: number,
): Promise<Pick<UploadEndedEvent, "status" | "bytesStored">> {
  const { status, bytesStored, error } = await upload({
    url,
    source,
    protocol: MAKE[name]({ store: new WebStore(localStorage), chunkSize }),
    progress: true,
    retry: { baseDelay: 0 },
  });
  if (error !== undefined) throw error;
  return { status, bytesStored };
}
