/**
 * Uploads what its one argument says, the object form as JSON, and prints what came of it. Then
 * it has nothing left to do, and ends.
 *
 * @module
 */

import {
  ApplicationSupportDirectory,
  CachesDirectory,
  CurrentDirectory,
  DocumentsDirectory,
  ResourceDirectory,
  TemporaryDirectory,
  upload,
} from "@network/upload";

const DIRECTORIES = {
  ApplicationSupportDirectory,
  CachesDirectory,
  CurrentDirectory,
  DocumentsDirectory,
  ResourceDirectory,
  TemporaryDirectory,
};

const { directory, ...options } = JSON.parse(Deno.args[0] ?? "{}");
const phases: string[] = [];
const running = upload({
  contentType: "application/octet-stream",
  progress: true,
  baseDirectory: Reflect.get(DIRECTORIES, directory ?? ""),
  ...options,
});
for await (const { phase } of running) phases.push(phase);
const { error, status, response } = await running.ended;
console.log(JSON.stringify({ phases, code: error?.code, status, response }));
