import { callNativeFetch } from "./native_fetch.ts";

/**
 * Calls the global `fetch` for a request without a body. Deno repeats such a
 * request if a kept connection dies, even if the server has processed it. A
 * client of its own has no kept connections.
 */
export async function fetchOnce(
  url: URL,
  init: RequestInit,
): Promise<Response> {
  if (typeof Deno === "undefined") return await callNativeFetch(url, init);
  const client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  const initOfDeno: RequestInit & { client: Deno.HttpClient } = {
    ...init,
    client,
  };
  try {
    return await callNativeFetch(url, initOfDeno);
  } finally {
    client.close();
  }
}
