// @ts-types="./saxen.d.ts"
import { Parser } from "saxen";

/** An element of XML. */
export interface XmlElement {
  /** Without the prefix of a namespace. */
  readonly name: string;
  /** The text that is directly in it. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** An element that is being read. */
interface OpenElement extends XmlElement {
  text: string;
  readonly children: XmlElement[];
}

/**
 * Parses XML. White space before it, which keeps a connection open, is ignored.
 * Entities of a document type are not expanded.
 *
 * @returns The root element; undefined if it is not well-formed.
 */
export function parseXml(xml: string): XmlElement | undefined {
  const document = element("");
  const path = [document];
  let isValid = true;
  new Parser()
    .on("openTag", (name) => {
      const opened = element(name.slice(name.indexOf(":") + 1));
      path.at(-1)?.children.push(opened);
      path.push(opened);
    })
    .on("closeTag", () => void path.pop())
    .on("text", (text, decodeEntities) => add(path, decodeEntities(text)))
    .on("cdata", (text) => add(path, text))
    .on("warn", () => {})
    .on("error", () => {
      isValid = false;
    })
    .parse(xml);
  return isValid ? document.children[0] : undefined;
}

/** The text of a child; undefined if there is none of that name. */
export function textOf(
  { children }: XmlElement,
  name: string,
): string | undefined {
  return children.find((child) => child.name === name)?.text;
}

/** Escapes text for an element. */
export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

function element(name: string): OpenElement {
  return { name, text: "", children: [] };
}

function add(path: readonly OpenElement[], text: string): void {
  const innermost = path.at(-1);
  if (innermost !== undefined) innermost.text += text;
}
