import { assertEquals } from "@std/assert";
import { type OpenFile, openFile } from "../../src/files/open_file.ts";
import { MIN_CHUNK } from "../../src/streams/chunk_size.ts";
import { randomBytes, TempFolder } from "./files.ts";
import { isOpen } from "./open_files.ts";

/** The size of the file in bytes. */
export const FILE_SIZE = 5 * MIN_CHUNK + 7;
/** All of it. */
export const WHOLE = { start: 0, end: FILE_SIZE };

/** A file of random bytes, open. */
export class FileScene implements AsyncDisposable {
  readonly #folder = new TempFolder();
  /** What it holds at first. */
  readonly bytes = randomBytes(FILE_SIZE);
  /** Where it is. */
  readonly path = this.#folder.write("a.bin", this.bytes);

  /** Opens it; it is closed at the end of the scope. */
  static async open(): Promise<{ scene: FileScene; file: OpenFile }> {
    const scene = new FileScene();
    return { scene, file: scene.#file = await openFile(scene.path) };
  }

  #file: OpenFile | undefined;

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close();
    assertEquals(await isOpen(this.path), false);
    this.#folder[Symbol.dispose]();
  }
}
