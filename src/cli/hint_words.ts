/** What the command line says instead of a hint that names the module's options. */
const WORDS: readonly { readonly hint: RegExp; readonly instead: string }[] = [
  { hint: /'timeout'/, instead: "check the server, or increase --timeout" },
  { hint: /fewer uploads/, instead: "use a lower number with -j" },
  {
    hint: /pass the stream/,
    instead: "pass - as FILE, and redirect standard input from it",
  },
  {
    hint: /trusts its authority/,
    instead: "set DENO_CERT to the file of its certificate authority",
  },
  {
    hint: /pass a function/,
    instead: "pass a file, which can be sent again, not a stream",
  },
  {
    hint: /endpoint of a tus server/,
    instead: "check that the URL is the endpoint of a tus server",
  },
  {
    hint: /upload to (?:the final|that) URL/,
    instead: "upload to the URL that it redirects to",
  },
  { hint: /'[a-zA-Z.]+'|baseDirectory|Store\b/, instead: "" },
];

/** A hint of the module in the words of the command line; may be empty. */
export function hintWords(hint: string): string {
  const found = WORDS.find((words) => words.hint.test(hint));
  return found === undefined ? hint : found.instead;
}
