import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** A temporary folder with files, gone at the end of its scope. */
export class TempFolder implements Disposable {
  /** Its absolute path. */
  readonly path: string = Deno.realPathSync(Deno.makeTempDirSync());
  /** Its URL, for a base directory. */
  readonly url: URL = pathToFileURL(`${this.path}/`);

  /** Writes a file, of random bytes if a size is given, and returns its path. */
  write(name: string, content: string | number | Uint8Array): string {
    const path = join(this.path, name);
    const bytes = typeof content === "number"
      ? randomBytes(content)
      : typeof content === "string"
      ? new TextEncoder().encode(content)
      : content;
    Deno.writeFileSync(path, bytes);
    return path;
  }

  /** Makes a file that has a size and no bytes on the disk. */
  sparse(name: string, size: number): string {
    const path = join(this.path, name);
    Deno.writeFileSync(path, new Uint8Array());
    Deno.truncateSync(path, size);
    return path;
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** The names of the files in a folder, without its folders. */
export function filesIn(path: string): string[] {
  return Array.from(Deno.readDirSync(path)).filter(({ isFile }) => isFile)
    .map(({ name }) => name);
}

/** Bytes that do not repeat. */
export function randomBytes(count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count);
  for (let at = 0; at < count; at += 65_536) {
    crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  }
  return bytes;
}
