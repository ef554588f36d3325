import { type Upload, upload, UploadError } from "@network/upload";
import { type Case, includes, type Lab, same } from "../lab.ts";

const SOURCE = new Uint8Array(5);

function sendTo(lab: Lab, ...path: readonly string[]): Upload {
  const [behaviour = "", ...rest] = path;
  return upload({ url: lab.url(behaviour, ...rest), source: SOURCE });
}

async function errorOf(promise: Promise<unknown>): Promise<UploadError> {
  const thrown = await promise.catch((error: unknown) => error);
  if (thrown instanceof UploadError) return thrown;
  throw new Error("an UploadError should be thrown");
}

/** Cases of what an upload resolves and rejects with. */
export const OUTCOMES: readonly Case[] = [
  {
    name: "await: the ended event, again and in Promise.all",
    async run(lab) {
      const running = sendTo(lab, "status", "404");
      const [one] = await Promise.all([running]);
      const other = await running;
      same(one === other && one === await running.ended, true);
      same([one.phase, one.status, one.bytesStored], ["ended", 404, 0]);
      same((await sendTo(lab, "take")).bytesStored, SOURCE.byteLength);
    },
  },
  {
    name: "orThrow(): an error of the status, whose stack leads to the caller",
    async run(lab) {
      async function theCaller() {
        await sendTo(lab, "status", "503").orThrow();
      }
      const { code, message, isTransient, stack } = await errorOf(theCaller());
      same([code, isTransient], ["status", true]);
      includes(message, "the server responded with 503");
      includes(stack, "theCaller");
      const running = sendTo(lab, "hang");
      running.cancel();
      same((await errorOf(running.orThrow())).code, "cancelled");
      same((await sendTo(lab, "take").orThrow()).status, 200);
    },
  },
  {
    name: "json(): what was sent, as text and as bytes",
    async run(lab) {
      for (const type of ["application/json", "image/png"]) {
        same(await sendTo(lab, "answer", type, "22e2988322").json(), "☃");
      }
      const broken = sendTo(lab, "answer", "text/html", "3c68746d6c3e");
      const { code, message } = await errorOf(broken.json());
      same([code, message.includes("<html>")], ["response", false]);
    },
  },
  {
    name: "structuredClone(): of every event, whatever the cause",
    async run(lab) {
      const url = lab.url("answer", "text/plain", "3132");
      for await (
        const event of upload({ url, source: SOURCE, progress: true })
      ) {
        same(structuredClone(event), event);
      }
      const causes = [() => 1, new Response("no"), new Proxy({}, {}), "no"];
      for (const cause of [...causes, new Error("no", { cause: () => 1 })]) {
        const running = sendTo(lab, "hang");
        running.cancel(cause);
        const { error, response } = await running;
        same(error?.cause === cause, true);
        const clone = structuredClone(await running);
        same([clone.response, clone.error?.message], [
          response,
          error?.message,
        ]);
        includes(JSON.stringify(await running), '"code":"cancelled"');
      }
    },
  },
];
