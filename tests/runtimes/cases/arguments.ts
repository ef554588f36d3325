import { upload } from "@network/upload";
import { type Case, includes, same } from "../lab.ts";

const SOURCE = new Blob(["hello"], { type: "text/x" });

/** What a call takes. */
export const ARGUMENTS: readonly Case[] = [
  {
    name: "credentials",
    async run(lab) {
      for (const credentials of ["omit", "same-origin", "include"] as const) {
        const url = lab.url("take");
        const { error, status } = await upload({
          url,
          source: SOURCE,
          credentials,
        }).ended;
        same([error?.message, status], [undefined, 200]);
      }
    },
  },
  {
    name: "a relative URL",
    async run(lab) {
      const { origin, href } = new URL(lab.url("take"));
      const url = href.slice(origin.length);
      const start = () => upload({ url, source: SOURCE }).ended;
      if (globalThis.location !== undefined) {
        same((await start()).status, 200);
        return;
      }
      try {
        await start();
      } catch (thrown) {
        includes(thrown, "TypeError: upload: 'url' must be an absolute URL");
        return "clear error";
      }
      throw new Error("it is taken");
    },
  },
  {
    name: "a Cookie header: sent, or refused",
    async run(lab) {
      const headers = { cookie: "a=1" };
      const start = () =>
        upload({ url: lab.url("take"), source: SOURCE, headers });
      try {
        await start();
      } catch (thrown) {
        includes(thrown, "TypeError: upload: 'headers' must not include \"coo");
        same((await lab.seen()).length, 0);
        return "clear error";
      }
      same((await lab.seen()).map(({ cookie }) => cookie), ["a=1"]);
    },
  },
];
