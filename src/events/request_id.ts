/**
 * Makes an id. Pages of plain http have no `randomUUID` (Web Cryptography API
 * §10.1, SecureContext).
 */
export function makeRequestId(): string {
  return crypto.randomUUID?.() ??
    crypto.getRandomValues(new Uint32Array(4)).join("-");
}
