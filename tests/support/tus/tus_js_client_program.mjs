/**
 * Does with tus-js-client what its JSON argument asks, and prints what came of it as JSON. Lies
 * beside its packages.
 */

import { createReadStream, readFileSync } from "node:fs";
import process from "node:process";
import { PassThrough } from "node:stream";

const tus = await import("tus-js-client");

const { action, path, storage, options } = JSON.parse(process.argv[2]);
const SOURCES = {
  upload: () => createReadStream(path),
  bytes: () => readFileSync(path),
  // Behind another stream a file has no size.
  stream: () => createReadStream(path).pipe(new PassThrough()),
};

const result = action === "terminate" ? await terminate() : await upload();
process.stdout.write(JSON.stringify(result));

async function terminate() {
  await tus.Upload.terminate(options.uploadUrl, options);
  return { url: options.uploadUrl };
}

async function upload() {
  const source = SOURCES[action]();
  if (storage !== undefined) {
    options.urlStorage = new tus.FileUrlStorage(storage);
  }
  const { error, url } = await new Promise((resolve) => {
    const upload = new tus.Upload(source, {
      ...options,
      onSuccess: () => resolve({ url: upload.url }),
      onError: (error) => resolve({ error: error.message, url: upload.url }),
    });
    upload.findPreviousUploads().then(([previous]) => {
      if (previous !== undefined) upload.resumeFromPreviousUpload(previous);
      upload.start();
    });
  });
  return { error, url };
}
