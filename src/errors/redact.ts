/** A URL for a message: without query and fragment, which may hold a signature. */
export function plainUrl(url: URL): string {
  return url.origin + url.pathname;
}

/** The URLs in a message, but not the punctuation after them. */
const URLS =
  /(\b[a-z][a-z0-9+.-]*:\/\/[^\s?#]*?)(?:[?#]\S*?)?(?=[)\]"'.,:;]*(?:\s|$))/gi;

/** Runtimes show URLs whole: with a query that may hold a signature, or with a user and a password. */
export function withoutSecrets(message: string): string {
  return message.replaceAll(URLS, "$1")
    .replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s\/]*@/gi, "$1");
}

/** What is left of a message without its URLs: a host may be called anything, `tls.example` too. */
export function withoutUrls(message: string): string {
  return message.replaceAll(URLS, "");
}
