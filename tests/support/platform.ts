const { os } = Deno.build;

/** Linux shows in `/proc` what is open, and has `setpriv`, XDG directories and more of its own. */
export const NOT_LINUX: boolean = os !== "linux";

/**
 * Windows has no pipes, sockets or devices among its files, no permission bits, no symbolic links
 * for everyone, and does not let go of the name of an open file.
 */
export const NO_POSIX_FILES: boolean = os === "windows";

/** On Windows a program cannot send Ctrl-C, or freeze another one. */
export const NO_SIGNALS: boolean = os === "windows";
