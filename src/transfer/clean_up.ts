import { messageOf } from "../errors/cause.ts";
import { withoutSecrets } from "../errors/redact.ts";
import { NO_CONTENT } from "../request/no_content.ts";
import { describe, isUploadError } from "../errors/upload_error.ts";
import type { CleanUp, OpenUpload } from "../request/protocol.ts";
import { GRACE_MS } from "./follow.ts";
import { runProtocol, type SendAlone } from "./protocol_run.ts";

/**
 * Removes from the server what a failed upload has left there. Never rejects: a
 * failure is a warning, because it may cost storage.
 */
export async function runCleanUp(
  cleanUp: CleanUp,
  upload: OpenUpload,
  sendAlone: SendAlone,
): Promise<void> {
  const { host } = upload.url;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(TOO_LATE), GRACE_MS);
  try {
    const { response } = await runProtocol(
      async (_upload, send) => await cleanUp(send) ?? NO_CONTENT,
      { ...upload, signal: controller.signal },
      sendAlone,
    );
    if (!response.ok) {
      warn(host, `the server responded with ${response.status}`);
    }
  } catch (thrown) {
    const said = isUploadError(thrown) ? describe(thrown) : messageOf(thrown);
    warn(host, withoutSecrets(said, upload.url));
  } finally {
    clearTimeout(timer);
  }
}

const TOO_LATE = new DOMException(
  `it took longer than ${GRACE_MS / 1000} s`,
  "TimeoutError",
);

function warn(host: string, why: string): void {
  console.warn(
    `upload: a failed upload may have left data on "${host}": ${why}`,
  );
}
