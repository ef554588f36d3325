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
