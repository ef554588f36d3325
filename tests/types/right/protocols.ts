import { type OpenSource, type Protocol, upload } from "@network/upload";

const inParts: Protocol = async ({ url, headers, source }, send) => {
  for (let start = 0; start < source.size; start += 100) {
    const { response } = await send({
      url: new URL(`?offset=${start}`, url),
      method: "PUT",
      headers,
      open: () => source.open({ start, end: start + 100 }),
      reopens: source.reopens,
    });
    if (!response.ok) break;
  }
  return await send({ url, method: "POST", headers: { "x-a": "1" } });
};

/** Uploads by a protocol of its own. */
export function sendInParts(source: Blob): Promise<unknown> {
  return upload({ url: "http://127.0.0.1/", source, protocol: inParts }).ended;
}

/** Reads a part of a source. */
export async function read(source: OpenSource): Promise<number> {
  const { stream } = await source.open({ start: 0, end: 5 });
  const { value } = await stream.getReader().read();
  return value?.byteLength ?? 0;
}
