// Stands in for @std/http/server-sent-event-stream.

/** The fields of a server-sent event that are used. */
export interface ServerSentEventMessage {
  event?: string;
  data?: string;
  retry?: number;
}

/** Turns events into the lines of a `text/event-stream`. */
export class ServerSentEventStream
  extends TransformStream<ServerSentEventMessage, Uint8Array> {
  constructor() {
    const encoder = new TextEncoder();
    super({
      transform({ event, data, retry }, controller) {
        const lines = [["event", event], ["data", data], ["retry", retry]]
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => `${name}:${value}`);
        controller.enqueue(encoder.encode(`${lines.join("\n")}\n\n`));
      },
    });
  }
}
