import { upload } from "@network/upload";

export default {
  async fetch(request, { storage }): Promise<Response> {
    if (request.body === null) return new Response(null, { status: 400 });
    const ended = await upload({
      url: "http://127.0.0.1/",
      source: request.body,
      fetch: (url, init) => storage.fetch(url, init),
    });
    return new Response(`${ended.status}`);
  },
} satisfies ExportedHandler<{ storage: Fetcher }>;
/** Sends what a bucket has. */
export async function copy(bucket: R2Bucket): Promise<void> {
  const object = await bucket.get("a.json");
  if (object === null) return;
  const { body, size, httpMetadata } = object;
  const contentType = httpMetadata?.contentType ?? null;
  await upload({ url: "http://127.0.0.1/", source: body, size, contentType });
}
