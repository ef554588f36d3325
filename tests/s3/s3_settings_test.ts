import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { s3 } from "@network/upload/s3";
import { S3_CREDENTIALS } from "../support/s3/s3_options.ts";

Deno.test("wrong options are refused at once, without their values", () => {
  const credentials = S3_CREDENTIALS;
  for (
    const [options, message] of [
      [undefined, /the options of 's3' must be an object/],
      [{}, /either 'credentials' or 'sign'/],
      [{ credentials, sign: () => "" }, /either 'credentials' or 'sign'/],
      [{ credentials: {} }, /'credentials.accessKeyId' must be a string/],
      [
        { credentials: { ...credentials, secretAccessKey: "s3cret\n" } },
        /'credentials.secretAccessKey'/,
      ],
      [{ credentials: "AKIA" }, /'credentials' must be an object/],
      [
        { credentials: { ...credentials, expiration: "soon" } },
        /'credentials.expiration' must be a Date/,
      ],
      [{ credentials, partsize: 1 }, /did you mean 's3.partSize'/],
      [{ credentials, partSize: 0 }, /'partSize' must be 1 or more/],
      [{ credentials, partSize: 6e9 }, /'partSize' must be 5368709120 or less/],
      [{ credentials, parallel: 0 }, /'parallel' must be 1 or more/],
      [
        { credentials, checksum: "md5" },
        /'checksum' must be "crc32" or "sha256"/,
      ],
      [{ credentials, store: {} }, /'store' must be an UploadStore/],
      [{ credentials, ifNoneMatch: '"etag"' }, /'ifNoneMatch' must be "\*"/],
      [{ credentials, region: "eu central" }, /'region' must be a name/],
      [{ sign: "https://h" }, /'sign' must be a function/],
    ] as const
  ) {
    // @ts-expect-error They are wrong on purpose.
    const error = assertThrows(() => s3(options), TypeError);
    assertMatch(error.message, message);
    assertEquals(/s3cret|AKIA/.test(error.message), false);
  }
});
