/** An option of the command line. */
export interface OptionSpec {
  /** The long name, without dashes. */
  readonly name: string;
  /** The one-letter name. */
  readonly short?: string;
  /** What its value is called in the help; a switch has none. */
  readonly value?: string;
  /** Whether it may be given several times. */
  readonly multiple?: true;
  /** What it does, for the help. */
  readonly help: string;
  /** Names of equivalent options of other programs. */
  readonly foreign?: readonly string[];
}

/** Options under a heading of the help. */
export interface OptionGroup {
  readonly title: string;
  readonly options: readonly OptionSpec[];
}

/** All options, as the help lists them. */
export const OPTION_GROUPS: readonly OptionGroup[] = [
  {
    title: "Request",
    options: [
      {
        name: "method",
        short: "X",
        value: "METHOD",
        help: "HTTP method (default PUT; POST for a form or tus)",
        foreign: ["request"],
      },
      {
        name: "header",
        short: "H",
        value: "LINE",
        multiple: true,
        help: "header, such as 'X-Id: 7'; @FILE: lines of a file",
      },
      {
        name: "type",
        value: "TYPE",
        help: "Content-Type (default: that of the file's extension)",
      },
      {
        name: "user",
        short: "u",
        value: "NAME",
        help: "Basic authorization; asks for the password",
      },
      {
        name: "password-env",
        value: "VAR",
        help: "take the password from this variable instead",
      },
      {
        name: "bearer-env",
        value: "VAR",
        help: "Bearer authorization with the token in this variable",
        foreign: ["oauth2-bearer"],
      },
      {
        name: "form",
        value: "NAME",
        help: "send each FILE in a form, as its field NAME",
      },
      {
        name: "field",
        short: "F",
        value: "NAME=VALUE",
        multiple: true,
        help: "further field, sent as it is (that of FILE: file)",
        foreign: ["form-string", "data"],
      },
    ],
  },
  {
    title: "Transfer",
    options: [
      {
        name: "retry",
        value: "N",
        help: "further attempts (default 0; 5 with --resume or --s3)",
      },
      {
        name: "timeout",
        value: "SECONDS",
        help: "end if no data moves so long (default 30; 0: never)",
        foreign: ["max-time", "speed-time", "connect-timeout"],
      },
      {
        name: "limit-rate",
        value: "RATE",
        help: "bytes per second at most, such as 500K or 1M, for each",
      },
      {
        name: "jobs",
        short: "j",
        value: "N",
        help: "uploads at the same time (default 4)",
        foreign: ["parallel", "parallel-max", "transfers"],
      },
      {
        name: "resume",
        value: "PROTOCOL",
        help: "tus or rufh: continue an interrupted upload",
        foreign: ["continue", "continue-at"],
      },
      {
        name: "s3",
        help: "sign for S3 (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)",
      },
      {
        name: "region",
        value: "REGION",
        help: "region of --s3 (default: AWS_REGION)",
      },
    ],
  },
  {
    title: "Output",
    options: [
      {
        name: "output",
        short: "o",
        value: "FILE",
        help: "write responses to FILE (default: standard output)",
      },
      {
        name: "json",
        help: "print each event as a line of JSON, and nothing else",
      },
      {
        name: "quiet",
        short: "q",
        help: "print only responses and errors",
        foreign: ["silent", "no-progress-meter"],
      },
      {
        name: "fail-early",
        help: "cancel the other uploads once one has failed",
      },
      { name: "help", short: "h", help: "print this help" },
      { name: "version", short: "V", help: "print the version" },
    ],
  },
];

/** All options. */
export const OPTIONS: readonly OptionSpec[] = OPTION_GROUPS.flatMap(
  ({ options }) => options,
);
