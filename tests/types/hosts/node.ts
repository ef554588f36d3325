import { type FetchLike, upload } from "@network/upload";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { Agent } from "undici";

const url = "http://127.0.0.1/";
const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });

/** The `fetch` of Node, with a dispatcher, which the types of browsers do not have. */
export const throughAgent: FetchLike = (url, init) => {
  const initOfNode: RequestInit & { dispatcher: Agent } = {
    ...init,
    dispatcher,
  };
  return fetch(url, initOfNode);
};

upload({ url, source: createReadStream("a.json"), fetch: throughAgent });
upload(url, "PUT", createReadStream("a.json"), "text/x");
upload(url, "PUT", Readable.from([new Uint8Array(1)]));
upload(url, "PUT", Buffer.from("hello"), "text/x");
const file = await open("a.json");
upload({ url, source: file.createReadStream() });
