/** Uploads to a relative URL, and prints what came of it. */

import { upload } from "@network/upload";

try {
  const source = new Uint8Array(5);
  const { status, error } = await upload({ url: "../in?a=b", source }).ended;
  console.log(error?.message ?? status);
} catch (thrown) {
  console.log(String(thrown));
}
