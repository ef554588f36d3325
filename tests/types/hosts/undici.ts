import { type FetchLike, upload } from "@network/upload";
import { createReadStream } from "node:fs";
import { Agent, fetch as undiciFetch } from "undici";

const url = "http://127.0.0.1/";
const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });

/** The `fetch` of undici. */
export const throughAgent: FetchLike = (url, init) =>
  undiciFetch(url, { ...init, dispatcher });

upload({ url, source: createReadStream("a.json"), fetch: throughAgent });
upload(url, "PUT", createReadStream("a.json"), "text/x");
upload(url, "PUT", Buffer.from("hello"), "text/x");
