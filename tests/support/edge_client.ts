import { connect } from "node:net";
import { randomBytes } from "./files.ts";
import {
  type ServerSentEvent,
  serverSentEvents,
} from "./server_sent_events.ts";

/**
 * Uploads to an edge function, and returns the status.
 *
 * @param type Its Content-Type; empty for none.
 */
export async function put(
  url: string,
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>,
  type = "image/png",
): Promise<number> {
  const headers: HeadersInit = type === "" ? {} : { "content-type": type };
  const response = await fetch(url, { method: "PUT", body, headers });
  await response.body?.cancel();
  return response.status;
}

/** The events of an edge function for an upload. The watch has begun when this settles. */
export async function watch(
  url: string,
): Promise<AsyncGenerator<ServerSentEvent>> {
  return serverSentEvents(await fetch(url));
}

/**
 * Sends a piece of a body to an edge function.
 *
 * @param piece Its length in bytes; no more than the function and the buffers on the way take.
 * @param size The length of the body that the client states; without it the body is chunked.
 * @returns Ends the connection, as a client does that crashes.
 */
export async function putPiece(
  url: string,
  piece: number,
  size: number | undefined,
): Promise<() => void> {
  const { hostname, port, pathname, search } = new URL(url);
  const framing = size === undefined
    ? `Transfer-Encoding: chunked\r\n\r\n${piece.toString(16)}\r\n`
    : `Content-Length: ${size}\r\n\r\n`;
  const head = `PUT ${pathname}${search} HTTP/1.1\r\nHost: edge\r\n${framing}`;
  const socket = connect(Number(port), hostname);
  socket.write(head);
  await new Promise<void>((resolve) =>
    socket.write(randomBytes(piece), () => resolve())
  );
  // workerd takes a connection that is only closed for one that sends no more.
  return () => socket.resetAndDestroy();
}

/** The event that reports the progress of an upload. */
export function movedTo(
  bytesTransferred: number,
  bytesEstimated: number,
): ServerSentEvent {
  return { name: "message", data: { bytesTransferred, bytesEstimated } };
}

/** The last event of an upload. */
export function endedWith(
  bytesTransferred: number,
  bytesEstimated: number,
  outcome: number | string,
): ServerSentEvent {
  const data = { bytesTransferred, bytesEstimated, outcome };
  return { name: "ended", data };
}
