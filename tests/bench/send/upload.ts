import { upload, type UploadParams } from "../../../mod.ts";
import { measure, type Progress, sendRequest } from "./protocol.ts";

const request = sendRequest();
const { caCert, timeout, atOnce = 1, maxBytesPerSecond } = request;
const client = caCert === undefined
  ? undefined
  : Deno.createHttpClient({ caCerts: [caCert] });
const params: UploadParams = {
  progress: request.progress ?? true,
  ...(timeout !== undefined && { timeout }),
  maxBytesPerSecond,
  ...(client && { fetch: (input, init) => fetch(input, { ...init, client }) }),
};
const progress: Progress[] = [];
let startedAt = 0;

const result = await measure(request, async (file) => {
  progress.length = 0;
  startedAt = Date.now();
  const answers = await Promise.all(
    Array.from({ length: atOnce }, () => transfer(file)),
  );
  return answers[0] ?? "";
});
console.log(JSON.stringify({ ...result, startedAt, progress }));
client?.close();

async function transfer(file: string): Promise<string> {
  let answer = "";
  const type = "application/octet-stream";
  for await (const event of upload(request.url, "PUT", params, file, type)) {
    if (event.phase === "progress") {
      const { bytesTransferred, bytesPerSecond, secondsRemaining } = event;
      progress.push({
        at: Date.now(),
        bytes: bytesTransferred,
        bytesPerSecond,
        secondsRemaining,
      });
    }
    if (event.phase !== "ended") continue;
    answer = event.isError ? event.error.code : String(event.response);
  }
  return answer;
}
