/**
 * What the page imports: `page.ts` has the command that makes a script of it.
 *
 * @module
 */

export { upload } from "jsr:@network/upload";
