/** An event of a `text/event-stream`. */
export interface ServerSentEvent {
  /** `message`, where the server does not name it. */
  readonly name: string;
  /** What its data says in JSON. */
  readonly data: unknown;
}

/** The events of a response, as they arrive. */
export async function* serverSentEvents(
  { body }: Response,
): AsyncGenerator<ServerSentEvent> {
  let text = "";
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const events = `${text}${piece}`.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const data = /^data: ?(.*)$/m.exec(event)?.[1];
      // Else it is a comment.
      if (data === undefined) continue;
      const name = /^event: ?(.*)$/m.exec(event)?.[1] ?? "message";
      yield { name, data: JSON.parse(data) };
    }
  }
}
