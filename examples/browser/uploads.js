/**
 * The uploads of a page, which is told of each change. It knows nothing of
 * elements.
 *
 * All files go through one call of `uploadAll()`. Its uploads come from a queue,
 * which stays open as long as the page. A paused upload is one that was cancelled
 * and stays in the store, and resuming it is the same upload again. After a
 * reload, that is what happens if the same file is selected.
 *
 * @module
 */

import { uploadAll } from "@network/upload";
import { discard, MemoryStore, tus, WebStore } from "@network/upload/resumable";

/** How many files are sent at the same time. */
const PARALLEL = 3;

/**
 * A file, and how far it is.
 *
 * @typedef {object} Item
 * @property {File} file
 * @property {"waiting" | "sending" | "retrying" | "paused" | "stored" | "failed"} state
 * @property {number} bytes What is sent.
 * @property {number} retryAt When the next attempt begins, in ms since 1970.
 * @property {{ message: string, hint?: string }} [problem] Why it failed, or why it is tried again.
 * @property {AbortController} run Ends its current upload. Events of earlier ones are ignored.
 */

export class Uploads {
  /** @type {Set<Item>} */
  items = new Set();
  /** The rate of all files together; -1 if unknown. */
  bytesPerSecond = -1;
  #url;
  #onChange;
  #store = openStore();
  #protocol = tus({ store: this.#store });
  /** @type {Item[]} */
  #queue = [];
  /** The upload of each index that has not ended. */
  #started = new Map();
  #wake = () => {};

  /**
   * @param {string} url Where the tus server creates uploads.
   * @param {(item: Item, isNews: boolean) => void} onChange Called after each change of an item.
   *   It is news if its state is another one.
   */
  constructor(url, onChange) {
    this.#url = url;
    this.#onChange = onChange;
    this.#sendAll();
  }

  /** Adds a file, or resumes the upload of the same file if it is paused. */
  add(file) {
    for (const item of this.items) {
      if (isSame(item.file, file) && item.state !== "stored") {
        return this.resume(item);
      }
    }
    /** @type {Item} */
    const item = { file, state: "paused", bytes: 0, retryAt: 0 };
    this.items.add(item);
    this.resume(item);
  }

  /** Resumes an upload, or tries again one that failed. */
  resume(item) {
    if (!isStopped(item)) return;
    item.run = new AbortController();
    this.#change(item, { state: "waiting", retryAt: 0, problem: undefined });
    this.#queue.push(item);
    this.#wake();
  }

  pause(item) {
    if (isStopped(item) || item.state === "stored") return;
    this.#stop(item);
    this.#change(item, { state: "paused", problem: undefined });
  }

  /** Removes a file, and what the server has of it unless that is all. */
  async remove(item) {
    this.items.delete(item);
    if (item.state === "stored") return;
    this.#stop(item);
    await discard(this.#optionsOf(item));
  }

  /** The number of uploads that an earlier page has left unfinished. */
  async countUnfinished() {
    return (await Array.fromAsync(this.#store.list())).length;
  }

  /** Forgets the uploads that an earlier page has left unfinished. */
  async forgetUnfinished() {
    for await (const [key] of this.#store.list()) await this.#store.delete(key);
  }

  async #sendAll() {
    const running = uploadAll(this.#uploads(), { parallel: PARALLEL });
    for await (const event of running) {
      this.bytesPerSecond = event.totals.bytesPerSecond;
      const { item, run } = this.#started.get(event.index);
      if (event.phase === "ended") this.#started.delete(event.index);
      if (item.run === run && !run.signal.aborted) this.#show(item, event);
    }
  }

  /** The uploads of files in the order of the queue, which never ends. */
  async *#uploads() {
    for (let index = 0;; index++) {
      while (this.#queue.length === 0) {
        await new Promise((resolve) => this.#wake = resolve);
      }
      const item = this.#queue.shift();
      this.#started.set(index, { item, run: item.run });
      yield {
        ...this.#optionsOf(item),
        progress: true,
        signal: item.run.signal,
      };
    }
  }

  #optionsOf({ file }) {
    return { url: this.#url, source: file, protocol: this.#protocol };
  }

  #show(item, event) {
    const bytes = bytesOf(event) ?? item.bytes;
    if (event.phase === "retrying") {
      const retryAt = Date.now() + event.delay;
      const problem = problemOf(event);
      this.#change(item, { bytes, state: "retrying", retryAt, problem });
    } else if (event.phase === "ended" && !event.ok) {
      this.#change(item, { bytes, state: "failed", problem: problemOf(event) });
    } else if (event.phase === "ended") {
      this.#change(item, { bytes: item.file.size, state: "stored" });
    } else if (Date.now() >= item.retryAt) {
      this.#change(item, { bytes, state: "sending", problem: undefined });
    }
  }

  #change(item, changes) {
    const isNews = item.state !== changes.state;
    Object.assign(item, changes);
    this.#onChange(item, isNews);
  }

  #stop(item) {
    item.run.abort();
    this.#queue = this.#queue.filter((queued) => queued !== item);
  }
}

/** Whether an upload goes on only when it is asked to. */
export function isStopped({ state }) {
  return state === "paused" || state === "failed";
}

/** What is sent; undefined while the upload asks the server for its offset. */
function bytesOf({ status, bytesTransferred, bytesStored }) {
  if (bytesTransferred === 0) return undefined;
  // What the server refused has to be sent again.
  return status >= 300 ? bytesStored : bytesTransferred;
}

function problemOf({ error, status, response }) {
  if (error) return { message: error.message, hint: error.hint };
  const message = `The server responded with status ${status}`;
  return { message, hint: String(response ?? "").slice(0, 200) };
}

function isSame(one, other) {
  return one.name === other.name && one.size === other.size &&
    one.lastModified === other.lastModified;
}

/** Browsers may refuse storage, such as in private windows. */
function openStore() {
  try {
    return new WebStore(localStorage);
  } catch {
    return new MemoryStore();
  }
}
