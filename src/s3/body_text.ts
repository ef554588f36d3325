import type { Reply } from "../request/protocol.ts";

const UTF_8 = new TextDecoder();

/** The body of a response as text, also if its Content-Type is that of bytes. */
export function bodyText({ body }: Reply): string {
  return body.responseType === "text"
    ? body.response
    : UTF_8.decode(body.response);
}
