const { os } = Deno.build;

/** Whether `/proc` is missing, where Linux shows what is open. */
export const NOT_LINUX: boolean = os !== "linux";

/** Whether files are those of Windows: without permission bits. */
export const NO_POSIX_FILES: boolean = os === "windows";

/** How a test is defined. */
interface Tests {
  /** Defines a test, which is ignored where it cannot hold. */
  readonly test: typeof Deno.test.ignore;
}

/** Tests of what only Linux has. */
export const onLinux: Tests = testsIf(!NOT_LINUX);

/** Tests that send signals. On Windows a program cannot send Ctrl-C, or freeze another one. */
export const withSignals: Tests = testsIf(os !== "windows");

/** Tests of programs that a POSIX shell starts, with pipes and redirections. */
export const withShell: Tests = testsIf(os !== "windows");

/**
 * Tests of pipes, sockets and devices among the files, of permission bits and links, and of open
 * files that are renamed or removed. Windows has none of these, or not for everyone.
 */
export const withPosixFiles: Tests = testsIf(!NO_POSIX_FILES);

function testsIf(condition: boolean): Tests {
  return { test: condition ? Deno.test : Deno.test.ignore };
}
