import { callNativeFetch } from "./native_fetch.ts";

/**
 * Calls the global `fetch` for a request without bytes, which Deno sends again
 * if a connection that it has kept dies, even if the server has done the work.
 * A client of its own has kept none.
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
