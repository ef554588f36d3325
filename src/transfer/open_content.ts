import { sendsStreams } from "../body/framing.ts";
import type { UploadRequest } from "../request/upload_request.ts";
import { collectSource } from "../source/collect_source.ts";
import { openSource } from "../source/open_source.ts";
import type { OpenSource } from "../source/source.ts";
import { typeByName } from "../source/type_by_name.ts";
import { nameOfSource } from "../source/upload_source.ts";
import { IdleTimeout } from "./idle_timeout.ts";
import { OpeningWatch } from "./opening_watch.ts";

/** What an upload sends. */
export interface OpenContent {
  readonly source: OpenSource;
  /** Null to send none. */
  readonly contentType: string | null;
}

/**
 * Opens what an upload sends, at once if it is in memory.
 *
 * @param signal Ends the wait.
 * @param onIdle Called if the wait exceeds the timeout; must abort the signal.
 */
export function openContent(
  request: UploadRequest,
  signal: AbortSignal,
  onIdle: () => void,
): OpenContent | Promise<OpenContent> {
  const opening = request.contentType === undefined
    ? openNamed(request, signal)
    : openTyped(request, request.contentType, signal);
  return opening instanceof Promise || !isSendable(opening.source)
    ? awaitContent(opening, request.timeout, signal, onIdle)
    : opening;
}

function openTyped(
  request: UploadRequest,
  contentType: string | null,
  signal: AbortSignal,
): OpenContent | Promise<OpenContent> {
  const opening = openSource(request, signal);
  return opening instanceof Promise
    ? opening.then((source) => ({ source, contentType }))
    : { source: opening, contentType };
}

/** Opens a source whose name tells its type. */
async function openNamed(
  request: UploadRequest,
  signal: AbortSignal,
): Promise<OpenContent> {
  const name = nameOfSource(request.source);
  const contentType = await typeByName([name], signal);
  return { source: await openSource(request, signal), contentType };
}

/**
 * Waits for a source, subject to the timeout. A runtime that sends no streams
 * needs all bytes first.
 */
async function awaitContent(
  opening: OpenContent | Promise<OpenContent>,
  timeout: number,
  signal: AbortSignal,
  onIdle: () => void,
): Promise<OpenContent> {
  const watched = new OpeningWatch();
  const idle = new IdleTimeout(timeout, watched, onIdle);
  try {
    const content = await opening;
    const { source } = content;
    return isSendable(source) ? content : {
      ...content,
      source: await collectSource(source, signal, watched),
    };
  } finally {
    idle[Symbol.dispose]();
  }
}

/** Whether this runtime can send a source without collecting it. */
function isSendable({ reopens }: OpenSource): boolean {
  return reopens || sendsStreams();
}
