/** Deno's `fetch` with the file's own stream, and nothing around it. */

import { measure, sendRequest } from "./protocol.ts";

const request = sendRequest();
const { caCert, url } = request;
const client = Deno.createHttpClient(caCert ? { caCerts: [caCert] } : {});

const result = await measure(request, async (path) => {
  const file = await Deno.open(path);
  const response = await fetch(url, {
    method: "PUT",
    body: file.readable,
    client,
  });
  return await response.text();
});
console.log(JSON.stringify(result));
client.close();
