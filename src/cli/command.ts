import { isHttp, parseUrl } from "../request/url.ts";
import { type GivenOptions, parseOptions } from "./given_options.ts";
import type { Form, Settings } from "./settings.ts";
import { UsageError } from "./usage_error.ts";
import { choiceOf, integerOf, rateOf, secondsOf, wrong } from "./values.ts";

/** What the program is to do. */
export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "upload"; readonly settings: Settings };

const JOBS = 4;
/** The field of the file, if only other fields are given. */
const FILE_FIELD = "file";

/** Options that contradict each other. */
const EXCLUSIVE = [
  ["--user", "--bearer-env"],
  ["--resume", "--s3"],
  ["--user", "--s3"],
  ["--bearer-env", "--s3"],
  // These protocols have methods of their own.
  ["--method", "--s3"],
  ["--method", "--resume tus"],
  ["--form", "--s3"],
  // The form would become the content of the file (tus), or would not be
  // continued, because its boundary is random (rufh).
  ["--form", "--resume"],
] as const;

/**
 * Parses a command line.
 *
 * @throws {UsageError} If it is wrong. A value that may be a secret is not shown.
 */
export function parseCommand(args: readonly string[]): Command {
  const given = parseOptions(args);
  if (given.has("help")) return { kind: "help" };
  if (given.has("version")) return { kind: "version" };
  const { files, url } = operandsOf(given.operands);
  const settings: Settings = {
    files,
    url,
    method: given.last("method"),
    headers: given.all("header"),
    contentType: given.last("type"),
    user: userOf(given),
    passwordEnv: given.last("password-env"),
    bearerEnv: given.last("bearer-env"),
    form: formOf(given),
    retry: integerOf(given, "retry", 0),
    timeout: secondsOf(given, "timeout"),
    maxBytesPerSecond: rateOf(given, "limit-rate"),
    jobs: integerOf(given, "jobs", 1) ?? JOBS,
    resume: choiceOf(given, "resume", ["tus", "rufh"]),
    s3: given.has("s3"),
    region: given.last("region"),
    output: given.last("output"),
    json: given.has("json"),
    quiet: given.has("quiet"),
    failEarly: given.has("fail-early"),
  };
  assertCombination(settings);
  return { kind: "upload", settings };
}

function operandsOf(
  operands: readonly string[],
): { files: readonly string[]; url: URL } {
  const files = operands.slice(0, -1);
  const last = operands.at(-1);
  if (last === undefined) throw new UsageError("FILE and URL are missing");
  const url = parseUrl(last);
  if (url === undefined || !isHttp(url)) {
    const looksLikeUrl = (operand: string) => /^https?:\/\//i.test(operand);
    throw new UsageError(
      "The last argument must be an http: or https: URL",
      looksLikeUrl(last)
        ? "check its host and its port"
        : files.some(looksLikeUrl)
        ? "the URL comes after the files"
        : "",
    );
  }
  if (url.password !== "") {
    throw new UsageError(
      "A password in the URL can be seen in the list of processes",
      "use -u NAME, with --password-env VAR in scripts",
    );
  }
  if (files.length === 0) {
    throw new UsageError("FILE is missing", "pass - for standard input");
  }
  if (files.includes("")) {
    throw new UsageError(
      "FILE is empty",
      "check the variables that it is from",
    );
  }
  if (files.indexOf("-") !== files.lastIndexOf("-")) {
    throw new UsageError("Standard input (-) can be sent only once");
  }
  return { files, url };
}

function userOf(given: GivenOptions): string | undefined {
  const user = given.last("user");
  // RFC 7617 has no colon in names, so what follows is the password.
  if (!user?.includes(":")) return user;
  throw new UsageError(
    "A password in '--user' can be seen in the list of processes",
    "leave it out to be asked, or use --password-env VAR",
  );
}

function formOf(given: GivenOptions): Form | undefined {
  const name = given.last("form");
  const fields = given.all("field").map((text) => {
    const at = text.indexOf("=");
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)] as const;
    throw new UsageError("Option '--field' must be NAME=VALUE");
  });
  if (name === undefined && fields.length === 0) return undefined;
  return { name: name ?? FILE_FIELD, fields };
}

/** Refuses options that contradict each other. */
function assertCombination(settings: Settings): void {
  const { user, passwordEnv, bearerEnv, resume, s3, region } = settings;
  const given = {
    "--user": user !== undefined,
    "--bearer-env": bearerEnv !== undefined,
    "--form": settings.form !== undefined,
    "--method": settings.method !== undefined,
    "--resume": resume !== undefined,
    "--resume tus": resume === "tus",
    "--s3": s3,
  };
  const both = EXCLUSIVE.find(([one, other]) => given[one] && given[other]);
  if (both !== undefined) {
    throw new UsageError(
      `Options '${both[0]}' and '${both[1]}' exclude each other`,
    );
  }
  if (passwordEnv !== undefined && user === undefined) {
    throw new UsageError("Option '--password-env' needs '--user'");
  }
  if (region !== undefined && !s3) {
    throw wrong("region", "used with '--s3'", region);
  }
}
