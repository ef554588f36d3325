/** Uploads by tus, and reports how many bytes the server has acknowledged. */

import { upload } from "../../../mod.ts";
import { tus } from "../../../src/resumable/mod.ts";
import { measure, sendRequest } from "./protocol.ts";

const request = sendRequest();
const { url, chunkSize, parallel, asStream = false } = request;

const result = await measure(request, async (path) => {
  const running = upload({
    url,
    method: "POST",
    source: asStream ? (await Deno.open(path)).readable : path,
    protocol: tus({ chunkSize, parallel }),
    progress: true,
  });
  for await (const event of running) if (event.isError) throw event.error;
  return String((await running.orThrow()).bytesStored);
});
console.log(JSON.stringify(result));
