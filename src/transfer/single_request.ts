import type { Protocol } from "../request/protocol.ts";

/** Sends the whole source in one request. */
export const singleRequest: Protocol = (upload, send) => {
  const { url, method, headers, contentType, source } = upload;
  return send({
    url,
    method,
    headers: contentType === null
      ? headers
      : { ...headers, "content-type": contentType },
    open: () => source.open(),
    reopens: source.reopens,
  });
};
