const SEPARATOR = String.raw`[\\/]`;
/** A name of a server or a share, which ends in no dot or space. */
const NAME = String.raw`[^\\/:*?"<>|]*[^\\/:*?"<>|. ]`;

/** What an absolute path begins with: a drive, or a share of a server; `\\?\` may come before each. */
const ROOT = new RegExp(
  `^(?:(?:${SEPARATOR}{2}\\?${SEPARATOR})?[a-z]:(?=${SEPARATOR})|` +
    `${SEPARATOR}{2}(?:\\?${SEPARATOR}UNC${SEPARATOR})?${NAME}${SEPARATOR}+(${NAME})(?=${SEPARATOR}|$))`,
  "i",
);

/** The names that stand for devices in every directory, whatever comes after a dot or a colon. */
const DEVICE =
  /^(?:CON|PRN|AUX|NUL|(?:COM|LPT)[1-9¹²³]|CONIN\$|CONOUT\$) *(?:[.:]|$)/i;

/** The shares of every server that lead to its pipes. */
const PIPES = /^(?:pipe|mailslot|IPC\$)$/i;

/**
 * Whether a path of Windows is absolute, so that it means the same in every directory of every
 * drive: `C:\name` does, `C:name` and `\name` do not. `\\.\name` is a device, and `\\server` no
 * file.
 */
export function isWindowsAbsolute(path: string): boolean {
  return ROOT.test(path);
}

/** Whether a path of Windows leads to a device or a pipe, in any of its parts. */
export function isWindowsDevice(path: string): boolean {
  const [root = "", share = ""] = ROOT.exec(path) ?? [];
  return PIPES.test(share) || partsOf(path.slice(root.length)).some(isDevice);
}

/**
 * Whether Windows takes each part of a name as it is written, as Go's `filepath.IsLocal` and
 * `os.Root` see it: it has no drive in the middle and no stream, stands for no device, and ends
 * in no dot or space, which Windows leaves out.
 */
export function isWindowsPlain(path: string): boolean {
  const root = ROOT.exec(path)?.[0] ?? "";
  const rest = path.slice(root.length);
  if (root === "" && /^[\\/]/.test(rest)) return false;
  return partsOf(rest).every(isPlain);
}

function partsOf(path: string): string[] {
  return path.split(/[\\/]/);
}

function isPlain(part: string): boolean {
  return part === "." || part === ".." ||
    !/[:?]|[. ]$/.test(part) && !isDevice(part);
}

function isDevice(part: string): boolean {
  return DEVICE.test(part);
}
