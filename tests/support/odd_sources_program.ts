/**
 * Uploads all the odd sources to its one argument, and prints what came of each. Then it has
 * nothing left to do, and ends.
 *
 * @module
 */

import { upload } from "@network/upload";
import { ODD_SOURCES } from "./odd_sources.ts";

const outcomes = await Promise.all(
  ODD_SOURCES.map(async ([, make, , , params]) => {
    const ended = await upload({
      url: Deno.args[0] ?? "",
      source: make(),
      contentType: "application/octet-stream",
      ...params,
    }).ended;
    return ended.isError ? ended.error.code : String(ended.status);
  }),
);
console.log(JSON.stringify(outcomes));
