/** A URL, or undefined where it is none: as `URL.parse`, which Node 20 does not have. */
export function parseUrl(url: string | URL, base?: URL): URL | undefined {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
}
