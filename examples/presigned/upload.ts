/**
 * What the page imports, bundled into a script:
 *
 *     deno bundle --platform=browser --minify --output=examples/presigned/upload.js examples/presigned/upload.ts
 *
 * @module
 */

export { upload } from "jsr:@network/upload";
export { s3 } from "jsr:@network/upload/s3";
