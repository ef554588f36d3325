/** A file by `upload()`, with progress, in a program that then prints the last event. */

import { upload } from "../../../mod.ts";

const [url = "", source = ""] = Deno.args;
const running = upload({ url, method: "PUT", source, progress: true });
for await (const { phase } of running) void phase;
console.log(JSON.stringify(await running.orThrow()));
