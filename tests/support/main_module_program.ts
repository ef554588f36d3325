/** Prints where the running program is. */

import { currentEnvironment } from "../../src/files/environment.ts";

console.log(currentEnvironment().mainModule()?.pathname);
