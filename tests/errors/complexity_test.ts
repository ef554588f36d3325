import { messageOf, searchableOf } from "../../src/errors/cause.ts";
import { loadReports, toNetworkError } from "../../src/errors/network_error.ts";
import { NETWORK_FAILURES } from "../../src/errors/network_failures.ts";
import { withoutNames, withoutSecrets } from "../../src/errors/redact.ts";
import { toSourceError } from "../../src/errors/source_error.ts";
import { toFileError } from "../../src/files/file_error.ts";
import { toCancelError } from "../../src/transfer/transfer_error.ts";
import { assertLinear } from "../support/complexity.ts";

await loadReports();

const url = new URL("http://h/p?sig=hunter2");

/** What starts a word in which patterns look further. */
const STARTS = ["", "a://", "https://h/p?", "cookie: ", 'x-token="', "a:"];

for (const start of STARTS) {
  Deno.test(`withoutSecrets() is linear after ${JSON.stringify(start)}`, async () => {
    await assertLinear((text) => withoutSecrets(text, url), { start });
    await assertLinear((text) => withoutSecrets(text), { start, end: "" });
  });
}

Deno.test("withoutNames() is linear", async () => {
  await assertLinear((text) => withoutNames(text, "h"));
});

Deno.test("the words and the codes of each network failure are found in linear time", async () => {
  await assertLinear((text) => {
    for (const { words, codes } of NETWORK_FAILURES) {
      words.test(text);
      codes.test(text);
    }
  });
});

/** What makes an error of a text, as it comes with each property. */
const DESCRIPTIONS: readonly (readonly [
  name: string,
  describe: (thrown: unknown) => unknown,
])[] = [
  ["messageOf()", messageOf],
  ["searchableOf()", searchableOf],
  ["toNetworkError()", (thrown) => toNetworkError(thrown, url)],
  ["toSourceError()", toSourceError],
  ["toFileError()", (thrown) => toFileError(thrown, "/srv/a")],
  ["toCancelError()", (reason) => toCancelError(reason, url)],
];

for (const [name, describe] of DESCRIPTIONS) {
  Deno.test(`${name} is linear in what is thrown`, async () => {
    await assertLinear(describe);
    await assertLinear((text) => describe(new Error(text)));
    await assertLinear((text) => {
      const code = text;
      describe(
        Object.assign(new Error("a"), { code, path: text, stack: text }),
      );
    });
    await assertLinear((text) =>
      describe(new Error("a", { cause: new Error(text) }))
    );
  });
}

Deno.test("toNetworkError() is linear in the URL that a server redirects to", async () => {
  await assertLinear((text) => {
    const to = new URL(`http://127.0.0.1:1/${text}`);
    toNetworkError(new TypeError(`error for url (${to}): refused`), to);
  });
});

Deno.test("toFileError() is linear in the name of the file", async () => {
  await assertLinear((text) => {
    toFileError(new Deno.errors.NotCapable(`open '${text}'`), text);
    toFileError(new Error(`no: open '${text}'`), text);
  });
});
