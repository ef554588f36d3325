import { Form, type FormPart } from "../../src/source/form.ts";
import { openSource } from "../../src/source/open_source.ts";
import type { OpenSource, SingleSource } from "../../src/source/source.ts";

/** A part whose value is a source. */
export function partOf(
  name: string,
  source: SingleSource,
  { size, filename = "blob" }: { size?: number; filename?: string } = {},
): FormPart {
  return {
    name,
    filename,
    contentType: "text/x",
    value: { source, size, baseDirectory: undefined },
  };
}

/** A part whose value is text. */
export function fieldOf(name: string, value: string): FormPart {
  return { name, contentType: null, value };
}

/** Opens the parts of a form. */
export async function openParts(
  parts: readonly FormPart[],
  signal: AbortSignal = new AbortController().signal,
): Promise<OpenSource & { readonly contentType: string }> {
  const source = new Form(parts);
  const opened = await openSource(
    { source, size: undefined, baseDirectory: undefined },
    signal,
  );
  return {
    size: opened.size,
    reopens: opened.reopens,
    ownsChunks: opened.ownsChunks ?? false,
    open: (range) => opened.open(range),
    close: (reason) => opened.close(reason),
    contentType: source.contentType,
  };
}

/** A form as the platform reads it. */
export async function parsedForm(
  parts: readonly FormPart[],
): Promise<FormData> {
  const form = await openParts(parts);
  const { size, stream } = await form.open();
  const body = await new Response(stream).bytes();
  if (size >= 0 && size !== body.byteLength) {
    throw new Error(`the form has ${body.byteLength} bytes, not ${size}`);
  }
  const headers = { "content-type": form.contentType };
  return await new Response(body, { headers }).formData();
}
