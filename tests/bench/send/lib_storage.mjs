/**
 * Uploads an object in parts by `@aws-sdk/lib-storage` in Node, with its progress event on, and
 * reports how many bytes it has sent: `node lib_storage.mjs REQUEST`. Lies beside its packages.
 */

import { createReadStream, readFileSync } from "node:fs";
import process from "node:process";

const { S3Client } = await import("@aws-sdk/client-s3");
const { Upload } = await import("@aws-sdk/lib-storage");

const { url, file, warmUp, chunkSize, parallel } = JSON.parse(process.argv[2]);
const { origin, pathname } = new URL(url);
const [, Bucket, Key] = pathname.split("/");
const client = new S3Client({
  endpoint: origin,
  forcePathStyle: true,
  region: "us-east-1",
  credentials: { accessKeyId: "id", secretAccessKey: "secret" },
  // Otherwise it also computes a CRC-32 of each part.
  requestChecksumCalculation: "WHEN_REQUIRED",
});

if (warmUp) await transfer(warmUp);
const start = performance.now();
const answer = await transfer(file);
const ms = performance.now() - start;
const status = readFileSync("/proc/self/status", "utf8");
const peakMiB = Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024;
console.log(JSON.stringify({ ms, answer, peakMiB }));
process.exit();

async function transfer(path) {
  let sent = 0;
  const upload = new Upload({
    client,
    params: { Bucket, Key, Body: createReadStream(path) },
    partSize: chunkSize,
    queueSize: parallel,
  });
  upload.on("httpUploadProgress", ({ loaded }) => sent = loaded);
  await upload.done();
  return String(sent);
}
