import { upload, type UploadOptions, type UploadSource } from "@network/upload";
import { type Case, includes, type Lab, same } from "../lab.ts";
import { bytesOf, type Seen, sha256Of } from "../protocol.ts";
import { streamOf } from "./sending.ts";

const SIZE = 300_000;
const BYTES = bytesOf(SIZE);
const TYPE = "application/x-test";
const HEADERS = { "content-type": TYPE, "content-length": String(SIZE) };

type Options = Omit<UploadOptions, "url" | "source">;

/** Uploads, and returns what the server saw. */
async function seenOf(
  lab: Lab,
  source: UploadSource,
  options: Options = {},
  url: string = lab.url("take"),
): Promise<Seen> {
  const ended = await upload({ url, source, ...options }).ended;
  same([ended.error?.message, ended.status], [undefined, 200]);
  const seen: Seen = JSON.parse(String(ended.response));
  same(seen.whole, true);
  return seen;
}

/** What an upload is refused with at once. */
function refusalOf(lab: Lab, source: UploadSource): TypeError {
  try {
    upload({ url: lab.url("take"), source });
  } catch (thrown) {
    if (thrown instanceof TypeError) return thrown;
  }
  throw new Error("it is taken");
}

/** Whether a body came as it is, with its type and its length. */
async function checkBody(seen: Seen): Promise<void> {
  same(seen.sha256, await sha256Of(BYTES));
  same([seen.contentType, seen.contentLength], [TYPE, String(SIZE)]);
}

/** Whether a form came whole; the runtimes write it as we do. */
async function checkForm(seen: Seen, form: FormData): Promise<void> {
  const own = new Response(form);
  const [, boundary = ""] = own.headers.get("content-type")?.split("=") ?? [];
  const [, ours = ""] = seen.contentType?.split("=") ?? [];
  const { byteLength } = await own.bytes();
  const boundaries = [...form].length + 1;
  const longer = (ours.length - boundary.length) * boundaries;
  const difference = seen.bytes - byteLength - longer;
  // The line break after the last boundary is up to the runtime.
  same([difference === 0 || difference === 2, seen.contentLength], [
    true,
    String(seen.bytes),
  ]);
}

function formOfFiles(): FormData {
  const form = new FormData();
  const options = { type: TYPE };
  form.append("a", "b");
  form.append("first", new File([BYTES], "ä.bin", options));
  form.append("first", new File([BYTES], "second.bin", options));
  form.append("c", "");
  form.append("empty", new File([], "empty.bin", options));
  return form;
}

/** Cases of sources that are not bytes by themselves. */
export const SOURCES: readonly Case[] = [
  {
    name: "a Response: its body, its type and its length",
    async run(lab) {
      const response = new Response(BYTES, { headers: HEADERS });
      await checkBody(await seenOf(lab, response));
      const empty = await seenOf(lab, new Response(null));
      same([empty.bytes, empty.contentLength], [0, "0"]);
    },
  },
  {
    name: "a Response of fetch: forwarded completely",
    async run(lab) {
      const hex = "6869";
      const response = await fetch(lab.url("answer", TYPE, hex), {
        method: "POST",
        body: "x",
      });
      const seen = await seenOf(lab, response);
      same([seen.start, seen.contentType], ["hi", TYPE]);
    },
  },
  {
    name: "a Request: its body and its type",
    async run(lab) {
      const request = new Request(lab.url("take"), {
        method: "POST",
        body: new Blob([BYTES], { type: TYPE }),
      });
      // Firefox reads a request only by its methods.
      if (!("body" in request)) {
        const { message } = refusalOf(lab, request);
        includes(message, "pass the result of its blob() method");
        return "clear error";
      }
      const seen = await seenOf(lab, request, { size: SIZE });
      await checkBody(seen);
    },
  },
  {
    name: "{ readable }: complete, with Content-Length",
    async run(lab) {
      const source = { readable: streamOf(BYTES) };
      const options = { size: SIZE, contentType: TYPE };
      await checkBody(await seenOf(lab, source, options));
    },
  },
  {
    name: "a function: opened for each request",
    async run(lab) {
      let calls = 0;
      const source = () => {
        calls++;
        return new Response(streamOf(BYTES), { headers: HEADERS });
      };
      const url = lab.url("redirect", "307");
      const seen = await seenOf(lab, source, { contentType: TYPE }, url);
      await checkBody(seen);
      // A browser collects it, and sends that again by itself.
      if (!lab.abilities.streams) return "collected";
      same(calls, 2);
    },
  },
  {
    name: "FormData of several files: as the runtime sends it",
    async run(lab) {
      const form = formOfFiles();
      const source = formOfFiles();
      await checkForm(await seenOf(lab, source), form);
      await checkForm(
        await seenOf(lab, source, {}, lab.url("redirect", "307")),
        form,
      );
    },
  },
  {
    name: "multipart.fields of Blobs, streams and functions",
    async run(lab) {
      const form = new FormData();
      const named = (name: string) => new File([BYTES], name, { type: TYPE });
      for (const name of ["a", "b", "c", "d"]) form.append(name, named(name));
      const part = { filename: "b", contentType: TYPE };
      const seen = await seenOf(lab, named("d"), {
        multipart: {
          name: "d",
          fields: [
            ["a", named("a")],
            ["b", { source: streamOf(BYTES), size: SIZE, ...part }],
            ["c", {
              source: () => streamOf(BYTES),
              size: SIZE,
              ...part,
              filename: "c",
            }],
          ],
        },
      });
      await checkForm(seen, form);
    },
  },
];
