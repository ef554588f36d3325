import { OPTION_GROUPS, type OptionSpec } from "./option_table.ts";

const EXAMPLES = [
  ["upload film.mp4 https://example.com/films/1.mp4", "one file, by PUT"],
  ["upload -j 8 *.jpg https://example.com/photos/", "many, each by its name"],
  ["upload --resume tus film.mp4 https://example.com/files/", "resumable"],
  ["upload --form file 1.jpg https://example.com/add", "in a form, by POST"],
  ["tar c dir | upload - https://example.com/dir.tar", "standard input"],
] as const;

const EXIT_CODES = [
  ["0", "the server accepted everything"],
  ["1", "the server refused an upload"],
  ["2", "the command line is wrong"],
  ["3", "a file, or another source, cannot be read or written"],
  ["4", "network, timeout, or a response that breaks the protocol"],
  ["130", "interrupted by Ctrl-C (143: by SIGTERM, 141: by a closed pipe)"],
] as const;

/** The help, at most 80 columns wide. It is the reference of the program. */
export function helpText(): string {
  const examples = EXAMPLES.map(([command, what]) =>
    `  # ${what}\n  ${command}`
  );
  const codes = EXIT_CODES.map(([code, what]) => `  ${code.padEnd(5)}${what}`);
  const groups = OPTION_GROUPS.map(({ title, options }) =>
    [`${title}:`, ...options.map(lineOf)].join("\n")
  );
  return [
    "Uploads files over HTTP, with progress, retry and resumption.",
    "Usage: upload [OPTION...] FILE... URL",
    `FILE is a name, or - for standard input. To a URL that ends in /, the name of
the file is added, unless it is sent in a form or by tus. Responses are written
to standard output, everything else to standard error.`,
    ["Examples:", ...examples].join("\n"),
    ...groups,
    [
      "Exit codes, the highest of 1, 3 and 4 if several uploads failed:",
      ...codes,
    ]
      .join("\n"),
    `Interrupted uploads of --resume and --s3 continue with the same command.
HTTPS_PROXY, HTTP_PROXY, NO_PROXY and NO_COLOR are respected. --s3 also reads
AWS_SESSION_TOKEN.`,
  ].join("\n\n");
}

/** An option, such as `  -j, --jobs N   uploads at the same time`. */
function lineOf({ name, short, value, help }: OptionSpec): string {
  const names = `${short === undefined ? "   " : `-${short},`} --${name}`;
  const given = value === undefined ? names : `${names} ${value}`;
  return `  ${given.padEnd(23)} ${help}`;
}
