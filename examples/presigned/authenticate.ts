/**
 * Who uploads. This stands for the login that you have: check the cookie of your
 * session, or a token, and return the id of the user.
 *
 * @module
 */

/**
 * Returns the id of the user; `undefined` if the password is wrong. Browsers ask
 * for both (HTTP Basic), and send them with each request.
 */
export async function authenticate(
  request: Request,
  password: string,
): Promise<string | undefined> {
  const [scheme = "", encoded = ""] =
    request.headers.get("authorization")?.split(" ") ?? [];
  if (scheme.toLowerCase() !== "basic") return undefined;
  const [, user, given = ""] = /^([\w-]+):(.*)$/.exec(decode(encoded)) ?? [];
  // Hashes differ everywhere, so the time of the comparison shows nothing.
  return await hash(given) === await hash(password) ? user : undefined;
}

function decode(encoded: string): string {
  try {
    return atob(encoded);
  } catch {
    return "";
  }
}

async function hash(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).join();
}
