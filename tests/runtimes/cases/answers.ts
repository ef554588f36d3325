import { upload, type UploadParams } from "@network/upload";
import { type Case, includes, type Lab, same } from "../lab.ts";
import { bytesOf, FILE_SIZE, type Seen, sha256Of } from "../protocol.ts";
import { streamOf } from "./sending.ts";

const TYPE = "application/x-test";

function answerTo(lab: Lab, ...path: readonly string[]) {
  const [behaviour = "", ...rest] = path;
  const bytes = new Uint8Array(5);
  return upload(lab.url(behaviour, ...rest), "PUT", bytes, TYPE).ended;
}

async function afterRedirect(
  lab: Lab,
  method: string,
  status: number,
): Promise<Seen> {
  const source = new Blob([bytesOf(FILE_SIZE)]);
  const url = lab.url("redirect", String(status));
  const ended = await upload(url, method, source, TYPE).ended;
  same(ended.error?.message, undefined);
  return JSON.parse(String(ended.response));
}

/** Cases of responses. */
export const ANSWERS: readonly Case[] = [
  {
    name: "a 307 and a 308: the body again",
    async run(lab) {
      for (const status of [307, 308]) {
        const seen = await afterRedirect(lab, "PUT", status);
        same([seen.method, seen.bytes, seen.whole], ["PUT", FILE_SIZE, true]);
        same(seen.sha256, await sha256Of(bytesOf(FILE_SIZE)));
        same([seen.contentType, seen.contentLength], [TYPE, String(FILE_SIZE)]);
      }
    },
  },
  {
    name: "a 303, and a 301 of a POST: a GET",
    async run(lab) {
      for (const [method, status] of [["PUT", 303], ["POST", 301]] as const) {
        const seen = await afterRedirect(lab, method, status);
        same([seen.method, seen.bytes], ["GET", 0]);
        same(seen.contentType, undefined);
      }
    },
  },
  {
    name: "a 307 of a stream: an error",
    async run(lab) {
      const bytes = bytesOf(200_000);
      const url = lab.url("redirect", "307");
      const params = { size: bytes.byteLength };
      const { error, response } = await upload(
        url,
        "PUT",
        params,
        streamOf(bytes),
        TYPE,
      ).ended;
      if (lab.abilities.streams) {
        same(error?.code, "source");
        includes(error?.message, "a stream cannot be sent again");
        return;
      }
      const seen: Seen = JSON.parse(String(response));
      same([seen.bytes, seen.whole], [bytes.byteLength, true]);
      return "sent again";
    },
  },
  {
    name: "a Location in UTF-8, and the URL it led to",
    async run(lab) {
      const ended = await answerTo(lab, "redirectInUtf8");
      same([ended.status, ended.redirected], [200, true]);
      same(ended.responseUrl, lab.url("take", "café"));
    },
  },
  {
    name: "handleRedirects: { sameOrigin: true }",
    async run(lab) {
      const params: UploadParams = { handleRedirects: { sameOrigin: true } };
      const url = lab.url("redirect", "307");
      const bytes = new Uint8Array(5);
      const ended = await upload(url, "PUT", params, bytes, TYPE).ended;
      if (lab.abilities.showsRedirects) {
        same([ended.error?.message, ended.status], [undefined, 200]);
        return;
      }
      includes(ended.error?.message, "hides where it leads");
      return "clear error";
    },
  },
  {
    name: "handleRedirects: false",
    async run(lab) {
      const params: UploadParams = { handleRedirects: false };
      const bytes = new Uint8Array(5);
      const url = lab.url("redirect", "307");
      const ended = await upload(url, "PUT", params, bytes, TYPE).ended;
      same((await lab.seen()).length, 1);
      if (lab.abilities.showsRedirects) {
        same([ended.error?.message, ended.status], [undefined, 307]);
        return;
      }
      same(ended.error?.code, "network");
      includes(ended.error?.message, "hides where it leads");
      return "clear error";
    },
  },
  {
    name: "a text in the charset of its header",
    async run(lab) {
      const type = "text/plain; charset=iso-8859-1";
      const ended = await answerTo(lab, "answer", type, "e4f6fc");
      same([ended.responseType, ended.response], ["text", "äöü"]);
    },
  },
  {
    name: "a text without a charset: UTF-8",
    async run(lab) {
      const ended = await answerTo(
        lab,
        "answer",
        "application/json",
        "22e2988322",
      );
      same([ended.responseType, ended.response], ["text", '"☃"']);
    },
  },
  {
    name: "a response that is not text: bytes",
    async run(lab) {
      const ended = await answerTo(lab, "answer", "image/png", "00ff80");
      same(ended.responseType, "binary");
      same([...ended.response], [0, 255, 128]);
    },
  },
  {
    name: "an empty response",
    async run(lab) {
      const ended = await answerTo(lab, "answer", "image/png", "");
      same([ended.responseType, ended.response], ["text", ""]);
    },
  },
  {
    name: "a compressed response",
    async run(lab) {
      const ended = await answerTo(lab, "gzip");
      same(ended.response, "text ".repeat(1000));
    },
  },
  {
    name: "a response that is cut off: an error that retrying may help",
    async run(lab) {
      const url = lab.url("cutOff");
      for (const params of [{}, { credentials: "omit" }] as const) {
        const source = new Uint8Array(5);
        const { error, status } = await upload({ url, source, ...params });
        const { code, isTransient } = error ?? {};
        same([code, isTransient, status], ["network", true, 200]);
      }
    },
  },
  {
    name: "an endless response",
    async run(lab) {
      const params = { maxResponseBytes: 1_000_000 };
      const bytes = new Uint8Array(5);
      const { error } = await upload(
        lab.url("endless"),
        "PUT",
        params,
        bytes,
        TYPE,
      ).ended;
      same(error?.code, "response-too-large");
    },
  },
];
