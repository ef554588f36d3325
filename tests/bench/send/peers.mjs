// @ts-check
/**
 * What others use in Node, each with its progress callback on where it has one, and the file as
 * their documentation says to pass it: `node peers.mjs PEER REQUEST`. Lies beside its packages.
 */

import { createReadStream, openAsBlob, statSync } from "node:fs";
import process from "node:process";

let events = 0;
const onProgress = () => void events++;

/** @type {Record<string, () => Promise<(url: string, file: string) => Promise<string>>>} */
const PEERS = {
  node: () =>
    Promise.resolve(async (url, file) => {
      const response = await fetch(url, {
        method: "PUT",
        body: await openAsBlob(file),
      });
      return await response.text();
    }),
  axios: () => axios(),
  // As its documentation says for streams: else it keeps the whole body, to be able to redirect it.
  "axios-unbuffered": () => axios({ maxRedirects: 0 }),
  got: async () => {
    const { got } = await import("got");
    return async (url, file) => {
      const request = got.put(url, {
        body: createReadStream(file),
        headers: { "content-length": String(statSync(file).size) },
      });
      request.on("uploadProgress", onProgress);
      const { body } = await request;
      return body;
    };
  },
  ky: async () => {
    const { default: ky } = await import("ky");
    return async (url, file) => {
      const response = await ky.put(url, {
        body: await openAsBlob(file),
        onUploadProgress: onProgress,
        retry: 0,
        timeout: false,
      });
      return await response.text();
    };
  },
  bun: () =>
    Promise.resolve(async (url, file) => {
      const response = await fetch(url, {
        method: "PUT",
        // @ts-ignore: only Bun has it, and only Bun comes here.
        body: globalThis.Bun.file(file),
      });
      return await response.text();
    }),
};

/** @param {import("axios").AxiosRequestConfig} [options] */
async function axios(options) {
  const { default: axios } = await import("axios");
  return async (/** @type {string} */ url, /** @type {string} */ file) => {
    const { data } = await axios.put(url, createReadStream(file), {
      headers: {
        "content-length": statSync(file).size,
        "content-type": "application/octet-stream",
      },
      maxBodyLength: Infinity,
      onUploadProgress: onProgress,
      ...options,
    });
    return String(data);
  };
}

const [name = "", text = ""] = process.argv.slice(2);
/** @type {import("./protocol.ts").SendRequest} */
const { url, file, warmUp } = JSON.parse(text);
const transfer = await PEERS[name]?.();
if (!transfer) throw new Error(`no peer is called ${name}`);
if (warmUp) await transfer(url, warmUp);
const start = performance.now();
const answer = await transfer(url, file);
console.log(JSON.stringify({ ms: performance.now() - start, answer }));
process.exit();
