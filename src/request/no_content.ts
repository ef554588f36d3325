import type { Reply } from "./protocol.ts";

/** The reply of a server that has nothing more to do, where none was asked. */
export const NO_CONTENT: Reply = {
  response: new Response(null, { status: 204 }),
  body: { responseType: "text", response: "" },
};
