import { protocolError } from "../resumable/protocol_error.ts";

/** The error for a success that S3 would not respond with. */
export function notS3(url: URL): Error {
  return protocolError(url, "the response of the server is not that of S3", {
    hint: "check that the URL is that of an object, and the proxies on the way",
  });
}
