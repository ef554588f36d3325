import { TRANSIENT_STATUSES } from "../errors/response_error.ts";
import type { HeaderRecord } from "../request/headers.ts";
import type { OpenUpload, Reply } from "../request/protocol.ts";
import { contentDisposition } from "./content_disposition.ts";
import { assertOk, FinalReply, protocolError } from "./protocol_error.ts";
import type { RufhClient } from "./rufh_client.ts";
import { completenessIn, offsetIn } from "./rufh_fields.ts";
import { NO_LIMITS, parseLimits, type RufhLimits } from "./rufh_limits.ts";
import type { RufhVersion } from "./rufh_settings.ts";
import { uploadLocation } from "./upload_location.ts";

/** Statuses of servers that know nothing of the draft, or not this version. */
const UNKNOWING = [400, 405, 411, 415, 501];
const HINT =
  "check that it supports resumable uploads, and this 'version' of the draft; for browsers, that it exposes its headers; and that it stored no empty file";

/** The headers that describe an upload to the server that creates it. */
export function creationHeaders(
  { contentType, headers, source: { name } }: OpenUpload,
  size: number | undefined,
): HeaderRecord {
  return {
    ...(contentType !== null && { "content-type": contentType }),
    ...(name !== undefined && headers["content-disposition"] === undefined &&
      { "content-disposition": contentDisposition(name) }),
    ...(size !== undefined && { "upload-length": String(size) }),
  };
}

/**
 * What a server allows: what its reply to a creation says, or a reply to another
 * request if that was refused as too large.
 */
export async function limitsOf(
  { response }: Reply,
  client: RufhClient,
  version: RufhVersion,
): Promise<RufhLimits> {
  const limits = parseLimits(response.headers, version);
  if (limits !== undefined || response.status !== 413) {
    return limits ?? NO_LIMITS;
  }
  const reply = await client.request("OPTIONS", client.target);
  return parseLimits(reply.response.headers, version) ?? NO_LIMITS;
}

/**
 * Where the server has created an upload, after an empty request (draft -11,
 * Careful Upload Creation).
 *
 * @throws {UploadError} `protocol` if it has created none: it may have stored an
 * empty file.
 */
export function locateUpload(reply: Reply, target: URL): URL {
  const { status, ok } = reply.response;
  if (!ok && !UNKNOWING.includes(status)) throw new FinalReply(reply);
  if (!ok) throw notCreated(target, `responded ${status}`);
  if (completenessIn(reply) === true) {
    throw notCreated(target, "took the empty request for the whole");
  }
  const located = uploadLocation(reply, target);
  if (typeof located !== "string") return located;
  throw notCreated(target, located);
}

/**
 * Assures that a URL is that of an upload: a server that does not know the draft
 * may have responded to an empty request with the place of an empty file.
 *
 * @param created The reply to the creation.
 */
export async function assertUpload(
  client: RufhClient,
  url: URL,
  created: Reply,
  version: RufhVersion,
): Promise<void> {
  const isKnown = completenessIn(created) === false ||
    offsetIn(created) !== undefined ||
    parseLimits(created.response.headers, version) !== undefined;
  if (isKnown) return;
  const reply = await client.request("HEAD", url);
  if (TRANSIENT_STATUSES.includes(reply.response.status)) assertOk(reply);
  if (reply.response.ok && offsetIn(reply) !== undefined) return;
  throw notCreated(client.target, "named a Location that is no upload");
}

/** The error for a server that does not create an upload that can be resumed. */
function notCreated(url: URL, what: string): Error {
  return protocolError(
    url,
    `the server created no resumable upload, but ${what}`,
    { hint: HINT },
  );
}
