/** What is passed to `console.warn` until the end of a scope; it is not printed. */
export function recordWarnings(): Disposable & { readonly texts: string[] } {
  const texts: string[] = [];
  const { warn } = console;
  console.warn = (text: unknown) => void texts.push(String(text));
  return { texts, [Symbol.dispose]: () => void (console.warn = warn) };
}
