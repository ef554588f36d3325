import { UploadError } from "../errors/upload_error.ts";

/**
 * The URL of an object with its key encoded as a signature needs it: everything
 * but unreserved characters and slashes (RFC 3986 §2.3). A `+` is one, although
 * S3 reads a space from an unencoded one.
 *
 * @throws {UploadError} `invalid-options` if the key is not valid UTF-8.
 */
export function toObjectUrl(url: URL): URL {
  const object = new URL(url);
  object.hash = "";
  try {
    object.pathname = url.pathname.split("/").map(encodeSegment).join("/");
  } catch {
    throw new UploadError(
      "invalid-options",
      `Cannot upload to "${url.host}": the key in the URL is not valid UTF-8`,
      { hint: "encode the key with encodeURIComponent()" },
    );
  }
  return object;
}

function encodeSegment(segment: string): string {
  const key = decodeURIComponent(segment.replace(/%(?![\da-f]{2})/gi, "%25"));
  return encodeURIComponent(key).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The URL of an object with more parameters. */
export function withQuery(
  object: URL,
  query: Readonly<Record<string, string>>,
): URL {
  const url = new URL(object);
  for (const [name, value] of Object.entries(query)) {
    url.searchParams.set(name, value);
  }
  return url;
}
