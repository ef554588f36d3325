import { upload, type UploadEvent } from "@network/upload";

const url = "http://127.0.0.1/";

upload({ /*options*/ });
upload({ url, source: "a.json", method: "/*method*/" });
upload(url, "/*positionalMethod*/", "a.json");
upload(url, "PUT", { /*paramsAlone*/ });
upload(url, "PUT", { progress: true, /*params*/ }, "a.json", "text/x");
upload({ url, source: "a.json", handleRedirects: { /*redirects*/ } });

/** Compares what has few values. */
export function compare(event: UploadEvent): void {
  if (event.phase === "/*phase*/") return;
  if (event.isError && event.error.code === "/*code*/") return;
  if (event.phase === "ended") event./*ended*/;
}
