import { entriesOf, refuse } from "./validation.ts";

/** Names that tell how the body is framed; only the library knows that. */
const FRAMING = ["content-length", "transfer-encoding"];

/** Request headers by their names in lower case, which `fetch` takes faster than `Headers`. */
export type HeaderRecord = Readonly<Record<string, string>>;

/** Request headers from what the caller gave. */
export function toHeaders(given: unknown): HeaderRecord {
  if (given === undefined) return {};
  const headers = new Headers();
  for (const [name, value] of entriesOf("params.headers", given ?? {})) {
    try {
      headers.append(name, value);
    } catch {
      // The runtime's own message would show the value, which may be a secret.
      refuse(
        `'params.headers' must have valid names and values (${
          JSON.stringify(name)
        } is not)`,
      );
    }
  }
  for (const name of FRAMING) headers.delete(name);
  return Object.fromEntries(headers);
}

/** Takes user and password out of a URL, and turns them into the value of an Authorization header (RFC 7617). */
export function takeCredentials(
  url: URL,
): { url: URL; authorization: string | undefined } {
  if (url.username === "" && url.password === "") {
    return { url, authorization: undefined };
  }
  const bytes = new TextEncoder().encode(
    `${decode(url.username)}:${decode(url.password)}`,
  );
  const authorization = `Basic ${btoa(String.fromCharCode(...bytes))}`;
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  return { url: bare, authorization };
}

/** A percent sign that starts no escape stands for itself. */
function decode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}
