import { randomBytes } from "./files.ts";

/** A name that is no good to put between quotes. */
export interface HostileName {
  readonly name: string;
  /** How it goes out as the name of a field (WHATWG HTML §4.10.21.8). */
  readonly field: string;
  /** How it goes out as a filename, where line breaks are left as they are. */
  readonly filename?: string;
  /** Parsers that do not read it back, though it is sent as browsers send it. */
  readonly misreadBy?: readonly string[];
}

/** Names that try to break out of their quotes. */
export const NAMES: readonly HostileName[] = [
  { name: 'a "quoted" name', field: "a %22quoted%22 name" },
  { name: "CR LF\r\nend", field: "CR LF%0D%0Aend" },
  {
    name: "CR\rLF\nend",
    field: "CR%0D%0ALF%0D%0Aend",
    filename: "CR%0DLF%0Aend",
  },
  { name: "back\\slash", field: "back\\slash" },
  { name: "ünï – 日本語", field: "ünï – 日本語" },
  { name: "😀", field: "😀" },
  { name: "100%22", field: "100%22" },
  { name: "__proto__", field: "__proto__" },
  { name: "../../etc/passwd", field: "../../etc/passwd" },
  {
    name: "a\r\nX-Evil: 1\r\n\r\nbody",
    field: "a%0D%0AX-Evil: 1%0D%0A%0D%0Abody",
  },
  {
    name: 'a"\r\nContent-Type: text/html\r\n\r\n<script>',
    field: "a%22%0D%0AContent-Type: text/html%0D%0A%0D%0A<script>",
  },
  {
    name: '"; filename="evil',
    field: "%22; filename=%22evil",
    // It ends a parameter at a semicolon, within quotes too.
    misreadBy: ["Deno"],
  },
  {
    name: "ends in \\",
    field: "ends in \\",
    // They treat the backslash as an escape of the quote after it.
    misreadBy: ["busboy", "PHP"],
  },
];

/** Values of fields that try to end their part, and what is meant to arrive. */
export const VALUES: readonly { value: string; sent: string }[] = [
  { value: "", sent: "" },
  { value: "CR LF\r\nLF\nCR\rend\r\n", sent: "CR LF\r\nLF\r\nCR\r\nend\r\n" },
  { value: "ünï 😀", sent: "ünï 😀" },
  ...[
    "--",
    "\r\n--\r\n",
    "\r\n------formdata-undici-0\r\n",
    `\r\n------FormBoundary${"0".repeat(32)}--\r\n`,
    "\r\n------FormBoundary",
    '\r\n--boundary\r\nContent-Disposition: form-data; name="evil"\r\n\r\nx\r\n--boundary--\r\n',
  ].map((value) => ({ value, sent: value })),
];

/** Contents of files that parsers may stumble over. */
export const CONTENTS: readonly (readonly [
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
])[] = [
  ["an empty file", new Uint8Array()],
  [
    "a binary file of line breaks and dashes",
    new Uint8Array([0, 13, 10, 45, 45, 13, 10, 13, 10, 255, 45, 45, 13, 10]),
  ],
  ["a file that ends like a boundary", new TextEncoder().encode("\r\n--")],
  ["a file of more than 1 MiB", randomBytes(1024 * 1024 + 17)],
];
