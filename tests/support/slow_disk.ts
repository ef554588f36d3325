import type { FileHandle } from "node:fs/promises";
import {
  type NodeModules,
  nodeModules,
} from "../../src/files/node_builtins.ts";

/** What a disk waits for. */
export interface Waits {
  /** Before a file is opened, when its name was looked at already. */
  open?: (flags: unknown) => Promise<unknown> | void;
  /** When a file was read, before that is reported. */
  read?: () => Promise<unknown> | void;
}

/** Makes files wait, until the end of its scope. */
export class SlowDisk implements Disposable {
  readonly #fs = nodeModules().fs;
  readonly #open = this.#fs.open;
  /** How often a file was opened. */
  opened = 0;
  /** How often one was read. */
  reads = 0;

  constructor({ open, read }: Waits) {
    const opening = async (...args: Parameters<NodeModules["fs"]["open"]>) => {
      await open?.(args[1]);
      const handle = await this.#open(...args);
      this.opened++;
      return read === undefined ? handle : this.#slow(handle, read);
    };
    Object.assign(this.#fs, { open: opening });
  }

  #slow(handle: FileHandle, wait: () => Promise<unknown> | void): FileHandle {
    const reading = handle.read;
    const read = async (...args: unknown[]) => {
      this.reads++;
      const result = await Reflect.apply(reading, handle, args);
      await wait();
      return result;
    };
    return Object.assign(handle, { read });
  }

  [Symbol.dispose](): void {
    Object.assign(this.#fs, { open: this.#open });
  }
}
