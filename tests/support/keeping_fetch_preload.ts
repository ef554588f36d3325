/**
 * Wraps the global `fetch` before a program is loaded, as the variable
 * `WRAPPER` says.
 *
 * @module
 */

import { installKeepingFetch, WRAPPER_NAMES } from "./keeping_fetch.ts";

const wrapper = WRAPPER_NAMES.find((name) => name === Deno.env.get("WRAPPER"));
if (wrapper === undefined) throw new TypeError("WRAPPER is missing");
installKeepingFetch(wrapper);
