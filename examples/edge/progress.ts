/**
 * How the request that uploads tells the requests that watch it. Both open a channel named by the
 * id of the upload and close it when they are over, so nothing has to be kept of an upload that
 * has ended, and nothing of a client that is gone.
 *
 * @module
 */

/** How far an upload is. */
export interface Progress {
  /** In bytes. */
  readonly bytesTransferred: number;
  /** In bytes; -1 where the client did not say. */
  readonly bytesEstimated: number;
  /** Only at the end: the storage's status, or why there is none. */
  readonly outcome?: number | string;
}

/** One end of a channel; the other ends hear what is posted, this one does not. */
export interface Channel {
  /** Sends a message. */
  post(message: unknown): void;
  /** Ends it: no further message comes. */
  close(): void;
}

/** Opens one end of the channel of an upload. */
export type OpenChannel = (
  id: string,
  onMessage: (message: unknown) => void,
) => Channel;

/** Posted by who begins to watch, for the upload may be under way. */
const HOW_FAR = "how far?";
/** For how long a watcher hears nothing before it gives up; the upload itself does so after 30 s. */
const PATIENCE_MS = 60_000;
/** How many events a slow client may have yet to read. */
const UNREAD_EVENTS = 8;

/** A channel between all isolates that the runtime connects by its BroadcastChannel. */
export const broadcast: OpenChannel = (id, onMessage) => {
  const channel = new BroadcastChannel(`upload ${id}`);
  channel.onmessage = ({ data }) => onMessage(data);
  return {
    post: (message) => channel.postMessage(message),
    close: () => channel.close(),
  };
};

/** The end of the request that uploads: it tells those who watch, and those who begin to. */
export function openReport(
  open: OpenChannel,
  id: string,
): { tell(progress: Progress): void; close(): void } {
  let newest: Progress | undefined;
  const channel = open(id, (message) => {
    if (message === HOW_FAR) channel.post(newest);
  });
  return {
    tell(progress) {
      newest = progress;
      channel.post(progress);
    },
    close: () => channel.close(),
  };
}

/** The progress of an upload as a stream of server-sent events; the last one is named `ended`. */
export function watch(
  open: OpenChannel,
  id: string,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let patience: ReturnType<typeof setTimeout> | undefined;
  let channel: Channel | undefined;
  const free = () => {
    clearTimeout(patience);
    channel?.close();
  };
  return new ReadableStream({
    start(controller) {
      const end = (progress: Progress) => {
        free();
        controller.enqueue(toEvent(progress));
        controller.close();
      };
      const wait = () => {
        clearTimeout(patience);
        patience = setTimeout(end, PATIENCE_MS, UNKNOWN);
      };
      channel = open(id, (message) => {
        if (!isProgress(message)) return;
        if (message.outcome !== undefined) return end(message);
        wait();
        // The next one tells all that this one does.
        if (controller.desiredSize) controller.enqueue(toEvent(message));
      });
      // Some runtimes send no headers before there is something of the body: a comment.
      controller.enqueue(encode(":\n\n"));
      channel.post(HOW_FAR);
      wait();
    },
    cancel: free,
  }, { highWaterMark: UNREAD_EVENTS });
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

function toEvent(progress: Progress): Uint8Array<ArrayBuffer> {
  const name = progress.outcome === undefined ? "" : "event: ended\n";
  return encode(`${name}data: ${JSON.stringify(progress)}\n\n`);
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
