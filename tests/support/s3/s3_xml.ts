/** The content of an element: text, or elements of which several may have one name. */
export type XmlContent =
  | string
  | number
  | boolean
  | readonly (readonly [name: string, content: XmlContent])[];

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** The elements of a part in a request to complete an upload. */
export type RequestedPart = ReadonlyMap<string, string>;

/** Writes a document as S3 does: with its namespace, and without white space. */
export function s3Document(name: string, content: XmlContent): string {
  return `${DECLARATION}<${name} xmlns="${NAMESPACE}">${
    written(content)
  }</${name}>`;
}

/** Writes an error as S3 does, which has no namespace. */
export function s3ErrorDocument(content: XmlContent): string {
  return `${DECLARATION}<Error>${written(content)}</Error>`;
}

/** Reads the parts that complete an upload; undefined if the XML is malformed. */
export function readCompletion(text: string): RequestedPart[] | undefined {
  const body =
    /^(?:<\?xml [^?]*\?>)?\s*<CompleteMultipartUpload(?: xmlns="([^"]*)")?>(.*)<\/CompleteMultipartUpload>\s*$/s
      .exec(text);
  if (body === null || (body[1] ?? NAMESPACE) !== NAMESPACE) return undefined;
  const parts: RequestedPart[] = [];
  const rest = (body[2] ?? "").replaceAll(
    /\s*<Part>(.*?)<\/Part>\s*/gs,
    (_, inner: string) => {
      const part = new Map<string, string>();
      const left = inner.replaceAll(
        /\s*<(\w+)>([^<]*)<\/\1>\s*/g,
        (_, name: string, value: string) => {
          part.set(name, unescaped(value));
          return "";
        },
      );
      if (left === "") parts.push(part);
      return left;
    },
  );
  const isWhole = rest === "" && parts.length > 0 &&
    parts.every((part) => part.has("PartNumber") && part.has("ETag"));
  return isWhole ? parts : undefined;
}

function written(content: XmlContent): string {
  if (typeof content !== "object") return escaped(String(content));
  return content.map(([name, inner]) => {
    const text = written(inner);
    return text === "" ? `<${name}/>` : `<${name}>${text}</${name}>`;
  }).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escaped(text: string): string {
  return text.replaceAll(
    // deno-lint-ignore no-control-regex -- keys may have control characters.
    /[&<>"\x00-\x1f]/g,
    (character) =>
      ENTITIES[character] ??
        `&#x${character.charCodeAt(0).toString(16)};`,
  );
}

function unescaped(text: string): string {
  return text
    .replaceAll(
      /&#(x?)([0-9a-f]+);/gi,
      (_, hex: string, digits: string) =>
        String.fromCodePoint(Number.parseInt(digits, hex === "" ? 10 : 16)),
    )
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
