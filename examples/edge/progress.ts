/**
 * Connects an upload with the requests for its progress. Each of them opens a
 * channel named after the id of the upload, and closes it when it ends, so nothing
 * remains of uploads that have ended and clients that have disconnected.
 *
 * @module
 */

import {
  type ServerSentEventMessage,
  ServerSentEventStream,
} from "jsr:@std/http@1/server-sent-event-stream";

/** The progress of an upload. */
export interface Progress {
  /** The bytes that were sent to the storage. */
  readonly bytesTransferred: number;
  /** The size of the file in bytes; -1 if the client did not state it. */
  readonly bytesEstimated: number;
  /** At the end: the status of the storage, or the code of the error. */
  readonly outcome?: number | string;
}

/** One end of a channel. What it posts goes to the other ends. */
export interface Channel {
  /** Sends a message. */
  post(message: unknown): void;
  /** Closes the channel. */
  close(): void;
}

/** Opens one end of the channel of an upload. */
export type OpenChannel = (
  id: string,
  onMessage: (message: unknown) => void,
) => Channel;

/** Asks a running upload for its progress. */
const PROGRESS_REQUEST = "progress?";
/** How long a watcher waits for a message. The upload itself times out after 30 s. */
const WATCH_TIMEOUT_MS = 60_000;
/** When a browser connects again: an upload that is tried again has another stream. */
const RECONNECT_MS = 500;
/** How many events are queued for a slow client. */
const MAX_QUEUED_EVENTS = 8;

/** Opens a channel through BroadcastChannel. */
export const broadcast: OpenChannel = (id, onMessage) => {
  const channel = new BroadcastChannel(`upload ${id}`);
  channel.onmessage = ({ data }) => onMessage(data);
  return {
    post: (message) => channel.postMessage(message),
    close: () => channel.close(),
  };
};

/** The upload's end of the channel. */
export interface Report {
  /** Reports the progress. */
  post(progress: Progress): void;
  /** Closes the channel. */
  close(): void;
}

/** Opens the upload's end of the channel. It also serves watchers that connect later. */
export function openReport(open: OpenChannel, id: string): Report {
  let newest: Progress | undefined;
  const channel = open(id, (message) => {
    if (message === PROGRESS_REQUEST) channel.post(newest);
  });
  return {
    post(progress) {
      newest = progress;
      channel.post(progress);
    },
    close: () => channel.close(),
  };
}

/** Responds with the progress of an upload as server-sent events. The last one is named `ended`. */
export function watch(open: OpenChannel, id: string): Response {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let channel: Channel | undefined;
  const release = () => {
    clearTimeout(timer);
    channel?.close();
  };
  const events = new ReadableStream<ServerSentEventMessage>({
    start(controller) {
      const end = (progress: Progress) => {
        release();
        controller.enqueue(toMessage(progress));
        controller.close();
      };
      const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(end, WATCH_TIMEOUT_MS, UNKNOWN);
      };
      channel = open(id, (message) => {
        if (!isProgress(message)) return;
        if (message.outcome !== undefined) return end(message);
        wait();
        // The next event supersedes one that is skipped.
        if (controller.desiredSize) controller.enqueue(toMessage(message));
      });
      // Some runtimes send the headers with the first bytes of the body, so send some.
      controller.enqueue({ retry: RECONNECT_MS });
      channel.post(PROGRESS_REQUEST);
      wait();
    },
    cancel: release,
  }, { highWaterMark: MAX_QUEUED_EVENTS });
  return new Response(events.pipeThrough(new ServerSentEventStream()), {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
    },
  });
}

const UNKNOWN: Progress = {
  bytesTransferred: 0,
  bytesEstimated: -1,
  outcome: "unknown",
};

function isProgress(message: unknown): message is Progress {
  return typeof message === "object" && message !== null &&
    "bytesTransferred" in message;
}

function toMessage(progress: Progress): ServerSentEventMessage {
  const data = JSON.stringify(progress);
  return progress.outcome === undefined ? { data } : { event: "ended", data };
}
