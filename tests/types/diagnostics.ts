/** An error of a type checker, or one that is expected. */
export interface Diagnostic {
  /** Its folder and its name, such as `wrong/events.ts`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Such as `TS2345`. Of an expected error, `TS2345/TS2741` stands for either. */
  readonly code: string;
  /** All lines of the message. Of an expected error, a part of it. */
  readonly message: string;
}

/**
 * The errors in the output of `tsc --pretty false`, but those in packages of others.
 *
 * @throws {Error} If one of them is in no file, as that of an unknown option is.
 */
export function readTscOutput(output: string): Diagnostic[] {
  return output.split(/\n(?=\S)/).flatMap((entry) => {
    if (entry.trim() === "") return [];
    const match = /^(.+?)\((\d+),\d+\): error (TS\d+): ([^]*)$/.exec(entry);
    if (match === null) throw new Error(`tsc: ${entry}`);
    const [, path = "", line, code = "", message = ""] = match;
    return /node_modules\/(?!@network\/)/.test(path)
      ? []
      : { file: shortName(path), line: Number(line), code, message };
  });
}

/** The errors in the output of `deno check`, without colours. */
export function readDenoOutput(output: string): Diagnostic[] {
  return output.split(/\n\n(?=TS\d+ )/).flatMap((entry) => {
    const match = /(TS\d+) \[ERROR\]: ([^]*?)\n +at (\S+?):(\d+):\d+/
      .exec(entry);
    if (match === null) return [];
    const [, code = "", message = "", path = "", line] = match;
    return { file: shortName(path), line: Number(line), code, message };
  });
}

/** The errors that a program expects: `// expect: TS2345 text`, on the line before each. */
export function readExpected(path: string, program: string): Diagnostic[] {
  return program.split("\n").flatMap((text, index) => {
    const match = /\/\/ expect: (TS[\d/TS]+) (.+)/.exec(text);
    if (match === null) return [];
    const [, code = "", message = ""] = match;
    return { file: shortName(path), line: index + 2, code, message };
  });
}

/**
 * One line for each error, in order. An error that is as expected reads like the expected one,
 * so that two lists are equal if each error is.
 */
export function listErrors(
  errors: readonly Diagnostic[],
  expected: readonly Diagnostic[] = [],
): string[] {
  return errors.map((error) => {
    const { file, line, code, message } = expected.find((one) =>
      one.file === error.file && one.line === error.line &&
      one.code.split("/").includes(error.code) &&
      error.message.includes(one.message)
    ) ?? error;
    return `${file}:${`${line}`.padStart(3, "0")} ${code} ${message}`;
  }).sort();
}

function shortName(path: string): string {
  return path.split("/").slice(-2).join("/");
}
