import busboy from "npm:busboy@^1.6.0";
import { Buffer } from "node:buffer";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sha256Of } from "./hash.ts";
import type { Received } from "./http_server.ts";

/** What a parser read from a form; the files after the fields. */
export interface ParsedForm {
  readonly fields: [name: string, value: string][];
  readonly files: ParsedFile[];
}

/** A file as a parser read it. */
export interface ParsedFile {
  readonly name: string;
  readonly filename: string;
  readonly type: string;
  readonly sha256: string;
}

/** Reads a form with the parser of `Request`. */
export async function parseInDeno(
  { bytes: body, headers }: Received,
): Promise<ParsedForm> {
  const request = new Request("http://127.0.0.1/", {
    method: "POST",
    body,
    headers,
  });
  const form: ParsedForm = { fields: [], files: [] };
  for (const [name, value] of await request.formData()) {
    if (typeof value === "string") form.fields.push([name, value]);
    else {
      const sha256 = await sha256Of(await value.bytes());
      const { name: filename, type } = value;
      form.files.push({ name, filename, type, sha256 });
    }
  }
  return form;
}

/** What is used of busboy, which brings no types. */
type Busboy = (options: {
  headers: Record<string, string>;
  defParamCharset: "utf8";
  preservePath: boolean;
}) => Writable;

/** Reads a form with busboy. */
export async function parseInBusboy(
  { bytes, headers }: Received,
): Promise<ParsedForm> {
  const makeParser: Busboy = busboy;
  const parser = makeParser({
    headers: Object.fromEntries(headers),
    defParamCharset: "utf8",
    preservePath: true,
  });
  const fields: [string, string][] = [];
  const files: Promise<ParsedFile>[] = [];
  parser.on("field", (name: string, value: string) => {
    fields.push([name, value]);
  });
  parser.on(
    "file",
    (
      name: string,
      stream: Readable,
      { filename, mimeType: type }: { filename: string; mimeType: string },
    ) => {
      const read = async () => {
        const chunks: Uint8Array<ArrayBuffer>[] = await Array.fromAsync(stream);
        const sha256 = await sha256Of(await new Blob(chunks).bytes());
        return { name, filename, type, sha256 };
      };
      files.push(read());
    },
  );
  await pipeline(Readable.from([bytes]), parser);
  return { fields, files: await Promise.all(files) };
}

/** The header lines of each part of a form, read by the letter of RFC 7578. */
export function partHeadersOf({ bytes, headers }: Received): string[][] {
  const boundary = headers.get("content-type")?.split("boundary=")[1];
  // Byte by character: the bytes of a file need not be text.
  const text = Buffer.from(bytes).toString("latin1");
  const [before, ...parts] = `\r\n${text}`.split(`\r\n--${boundary}`);
  const after = parts.pop();
  if (before !== "" || after?.trimEnd() !== "--") {
    throw new Error(`no form of ${boundary}: ${before} … ${after}`);
  }
  return parts.map((part) => {
    const [head = ""] = part.split("\r\n\r\n", 1);
    return Buffer.from(head, "latin1").toString().split("\r\n").slice(1);
  });
}
