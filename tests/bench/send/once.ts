/** A file by `upload()`, with progress, in a program that does nothing else. */

import { upload } from "../../../mod.ts";

const [url = "", source = ""] = Deno.args;
const running = upload({ url, method: "PUT", source, progress: true });
for await (const { phase } of running) void phase;
const { status } = await running.orThrow();
console.log(status);
