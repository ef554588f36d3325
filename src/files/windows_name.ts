const SEPARATOR = String.raw`[\\/]`;
/** Matches the name of a server or a share. */
const NAME = String.raw`[^\\/:*?"<>|]*[^\\/:*?"<>|. ]`;

/**
 * Matches the root of an absolute path: a drive or a share, also after `\\?\`.
 */
const ROOT = new RegExp(
  `^(?:(?:${SEPARATOR}{2}\\?${SEPARATOR})?[a-z]:(?=${SEPARATOR})|` +
    `${SEPARATOR}{2}(?:\\?${SEPARATOR}UNC${SEPARATOR})?${NAME}${SEPARATOR}+(${NAME})(?=${SEPARATOR}|$))`,
  "i",
);

/**
 * Matches names that refer to a device in every directory, with any extension.
 */
const DEVICE =
  /^(?:CON|PRN|AUX|NUL|(?:COM|LPT)[1-9¹²³]|CONIN\$|CONOUT\$) *(?:[.:]|$)/i;

/** Matches the shares that give access to the pipes of a server. */
const PIPES = /^(?:pipe|mailslot|IPC\$)$/i;

/**
 * Checks whether a Windows path is absolute. `C:name` and `\name` are not: they
 * depend on the current drive. Neither are `\\.\name`, which is a device, and
 * `\\server`, which names no share.
 */
export function isWindowsAbsolute(path: string): boolean {
  return ROOT.test(path);
}

/**
 * Checks whether any component of a Windows path refers to a device or a pipe.
 */
export function isWindowsDevice(path: string): boolean {
  const [root = "", share = ""] = ROOT.exec(path) ?? [];
  return PIPES.test(share) ||
    componentsOf(path.slice(root.length)).some(isDevice);
}

/**
 * Checks whether Windows takes every component of a path literally. None may
 * have a colon, which marks a drive or a stream, or be the name of a device.
 * None may end in a dot or a space, which Windows strips. A path that starts
 * with a separator but is not absolute depends on the current drive.
 *
 * These are the rules of `filepath.IsLocal` and `os.Root` in Go, except that
 * they also apply to `NUL.txt`, which Windows 11 no longer reserves.
 */
export function isWindowsPlain(path: string): boolean {
  const root = ROOT.exec(path)?.[0] ?? "";
  const rest = path.slice(root.length);
  if (root === "" && /^[\\/]/.test(rest)) return false;
  return componentsOf(rest).every(isPlain);
}

function componentsOf(path: string): string[] {
  return path.split(/[\\/]/);
}

function isPlain(part: string): boolean {
  return part === "." || part === ".." ||
    !/[:?]|[. ]$/.test(part) && !isDevice(part);
}

function isDevice(part: string): boolean {
  return DEVICE.test(part);
}
