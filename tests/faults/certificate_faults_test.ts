import { upload } from "@network/upload";
import { assertStringIncludes } from "@std/assert";
import { Authority, type Flaw } from "../support/certificates.ts";
import { serveDeno } from "../support/deno_server.ts";
import { meetFault } from "../support/invariants.ts";
import { testWith } from "../support/server_program.ts";

const TYPE = "application/octet-stream";
/** Bytes that are sent at once, and bytes that are not. */
const SIZES = [5, 3_000_000];

/** A certificate, and what an upload to its server ends with. */
const FLAWS: readonly (readonly [
  name: string,
  flaw: Flaw,
  knowsAuthority: boolean,
  ends: string,
  says: string,
])[] = [
  ["is valid", {}, true, "200", ""],
  ["has an unknown issuer", {}, false, "network", "is not trusted"],
  [
    "is for another host",
    { name: "DNS:other.example" },
    true,
    "network",
    "another name",
  ],
  ["has expired", { isExpired: true }, true, "network", "expired"],
];

for (const [name, flaw, knowsAuthority, ends, text] of FLAWS) {
  testWith(
    "openssl",
    `upload() ends with ${ends} when the certificate of the server ${name}`,
    async (openssl) => {
      for (const size of SIZES) {
        const ended = await meetFault({ ends, size }, (scene) => {
          const { folder, use } = scene;
          const authority = new Authority(openssl, folder.path);
          const identity = authority.sign(flaw);
          const port = serveDeno(scene, { hostname: "127.0.0.1", ...identity });
          const client = use(Deno.createHttpClient({
            caCerts: knowsAuthority ? [authority.cert] : [],
            poolMaxIdlePerHost: 0,
          }));
          return upload(
            `https://127.0.0.1:${port}/`,
            "PUT",
            { fetch: (input, init) => fetch(input, { ...init, client }) },
            new Uint8Array(size),
            TYPE,
          );
        });
        assertStringIncludes(String(ended.response), text);
      }
    },
  );
}
