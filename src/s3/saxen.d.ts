/** What is used of saxen, which has no types of its own. */
export class Parser {
  on(
    event: "openTag" | "closeTag",
    listener: (name: string) => void,
  ): this;
  on(
    event: "text",
    listener: (text: string, decodeEntities: (text: string) => string) => void,
  ): this;
  on(event: "cdata", listener: (text: string) => void): this;
  on(event: "error" | "warn", listener: (error: Error) => void): this;
  parse(xml: string): this;
}
