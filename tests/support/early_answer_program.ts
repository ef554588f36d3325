/**
 * Uploads a file to a URL, its two arguments, and prints whether the upload succeeded. For
 * runtimes besides Deno.
 *
 * @module
 */

import { upload } from "@network/upload";
import process from "node:process";

const [url = "", source = ""] = process.argv.slice(2);
const { ok } = await upload({ url, method: "PUT", source });
console.log(JSON.stringify(ok));
