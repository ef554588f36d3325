/** Prints where the running program is. */

import { currentEnvironment } from "../../src/environment.ts";

console.log(currentEnvironment().mainModule()?.pathname);
