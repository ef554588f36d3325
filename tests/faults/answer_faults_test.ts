import { upload, type UploadParams } from "@network/upload";
import { type Expected, meetFault } from "../support/invariants.ts";
import { answer } from "../support/raw_server.ts";
import {
  type Handler,
  repeats,
  says,
  saysBefore,
  saysEarly,
  trickles,
} from "../support/server_faults.ts";

const SIZES = [5, 1_000_000];

/** The response of a server, and the outcome of an upload to it. */
type Row = readonly [
  name: string,
  handle: Handler,
  ends: Expected["ends"],
  params?: UploadParams,
];

/** A response of status 200 with a header and a body. */
function ok(header: string, body = "ok"): string {
  return `HTTP/1.1 200 OK\r\n${header}\r\n\r\n${body}`;
}

const GARBAGE = "\0\xff\x16\x03\x01garbage\r\n\r\n";
const CHUNKED = "Transfer-Encoding: chunked";
const HUGE = "9".repeat(23);
const X = "x".repeat(10_000);
const HEADERS = "X: y\r\n".repeat(1_000);
const LIMIT = { maxResponseBytes: 100_000 };
const UPGRADE =
  "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n";

const ROWS: readonly Row[] = [
  ["garbage", says(GARBAGE), "network"],
  ["early garbage", saysEarly(GARBAGE), "network"],
  ["a response before the request", saysBefore(answer("ok")), [
    "200",
    "network",
  ]],
  ["HTTP/0.9", says("<p>hello</p>\n"), "network"],
  ["HTTP/1.0", says("HTTP/1.0 200 OK\r\n\r\nok"), "200"],
  ["HTTP/2", says("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), "network"],
  ["an unsolicited upgrade", says(UPGRADE), ["101", "network"]],
  ["a status of 99", says("HTTP/1.1 99 Low\r\n\r\n"), "network"],
  ["a status of 999", says("HTTP/1.1 999 High\r\n\r\n"), ["999", "network"]],
  ["an endless header", repeats("HTTP/1.1 200 OK\r\nX: ", X), "network"],
  [
    "endless headers",
    repeats("HTTP/1.1 200 OK\r\n", HEADERS),
    "network",
  ],
  ["a Content-Length too large", says(ok("Content-Length: 9")), "network"],
  ["a Content-Length too small", says(ok("Content-Length: 1")), "200"],
  ["a Content-Length of -1", says(ok("Content-Length: -1")), "network"],
  ["a huge Content-Length", says(ok(`Content-Length: ${HUGE}`)), "network"],
  [
    "two Content-Lengths",
    says(ok("Content-Length: 1\r\nContent-Length: 2")),
    "network",
  ],
  ["an endless body", repeats(ok("A: b"), X), "response-too-large", LIMIT],
  [
    "endless chunks",
    repeats(ok(CHUNKED, ""), `2710\r\n${X}\r\n`),
    "response-too-large",
    LIMIT,
  ],
  ["a chunk that is cut off", says(ok(CHUNKED, "5\r\nhel")), "network"],
  ["no last chunk", says(ok(CHUNKED, "5\r\nhello\r\n")), "network"],
  ["a chunk without a size", says(ok(CHUNKED, "zz\r\nhello\r\n")), "network"],
  ["invalid gzip", says(ok("Content-Encoding: gzip")), "network"],
  [
    "a 204 with a body",
    says("HTTP/1.1 204 No\r\nContent-Length: 2\r\n\r\nok"),
    "204",
  ],
  ["twice", says(answer("1") + answer("2")), "200"],
  [
    "a slow, steady stream of bytes",
    trickles([ok("Content-Length: 8", ""), ..."12345678"], 60),
    "200",
    { timeout: 0.3 },
  ],
];

for (const [what, handle, ends, params] of ROWS) {
  for (const size of SIZES) {
    Deno.test(`upload() ends with ${ends} when the server responds with ${what} (${size} bytes)`, async () => {
      await meetFault({ ends, size }, (scene) => {
        const { fetch, folder } = scene;
        return upload(
          scene.serve((connection) => handle(connection, scene)),
          "PUT",
          { fetch, progress: true, ...params },
          folder.sparse("data.bin", size),
        );
      });
    });
  }
}
