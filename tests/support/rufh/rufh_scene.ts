import { assertEquals } from "@std/assert";
import { sendTo } from "../send_to.ts";
import { rufhHeaders } from "./rufh_requests.ts";
import { type RufhOptions, RufhServer } from "./rufh_server.ts";

/** The path of the upload of {@linkcode serverWithRufhUpload}. */
export const RUFH_UPLOAD = "/uploads/1";

/** Starts a server with an upload of 10 bytes, of which 4 are stored. */
export async function serverWithRufhUpload(
  options: RufhOptions = {},
): Promise<RufhServer> {
  const server = await new RufhServer(options).listen();
  const { status } = await sendTo(server, "POST", "/target", {
    ...rufhHeaders(server.version),
    "upload-complete": "?0",
    "upload-length": "10",
  }, "0123");
  assertEquals(status, 201);
  return server;
}
