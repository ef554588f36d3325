/** A Worker that uploads to the URL which its own URL names, and gives up when its request ends. */

import { upload } from "@network/upload";

export default {
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url).searchParams.get("to") ?? "";
    const bytes = new Uint8Array(5);
    const params = { timeout: 1 };
    const running = upload(url, "PUT", params, bytes, "text/plain");
    request.text().then(() => running.cancel());
    const { error } = await running.ended;
    return new Response(error?.code);
  },
};
