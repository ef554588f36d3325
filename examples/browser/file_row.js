/**
 * The row of a file: its name, its bar, what happens, and its buttons.
 *
 * @module
 */

import { bytesText, percentText, timeText } from "./texts.js";

const TOGGLE_TEXTS = { paused: "Resume", failed: "Try again" };

export class FileRow {
  #item;
  #timer;

  /**
   * @param {import("./uploads.js").Item} item
   * @param {{ toggle(): void, remove(): void }} actions
   */
  constructor(item, { toggle, remove }) {
    this.#item = item;
    const template = document.querySelector("template");
    this.element = template.content.firstElementChild.cloneNode(true);
    this.#find(".name").textContent = item.file.name;
    this.#find("progress").setAttribute("aria-label", item.file.name);
    this.#find(".toggle").addEventListener("click", toggle);
    this.#find(".remove").addEventListener("click", remove);
  }

  /** Shows how far the file is. */
  show() {
    const { state, bytes, retryAt, problem, file } = this.#item;
    const done = file.size > 0 ? bytes / file.size : Number(state === "stored");
    const bar = this.#find("progress");
    bar.value = done;
    bar.setAttribute(
      "aria-valuetext",
      `${percentText(done)} of ${bytesText(file.size)}`,
    );
    this.#setText(".state", stateText(this.#item, done));
    this.#setText(".problem", problem?.message);
    this.#setText(".hint", problem?.hint);
    this.#setButton(
      ".toggle",
      state === "stored" ? "" : TOGGLE_TEXTS[state] ?? "Pause",
    );
    this.#setButton(".remove", state === "stored" ? "Remove" : "Cancel");

    clearTimeout(this.#timer);
    const left = retryAt - Date.now();
    if (state !== "retrying" || left <= 0) return;
    this.#timer = setTimeout(() => this.show(), left % 1000 || 1000);
  }

  #find(selector) {
    return this.element.querySelector(selector);
  }

  #setText(selector, text = "") {
    const element = this.#find(selector);
    element.textContent = text;
    element.hidden = text === "";
  }

  /** A button has the same place and the focus, whatever its text is. */
  #setButton(selector, text) {
    const button = this.#find(selector);
    const hadFocus = document.activeElement === button;
    this.#setText(selector, text);
    button.setAttribute("aria-label", `${text} ${this.#item.file.name}`);
    if (hadFocus && button.hidden) this.#find(".remove").focus();
  }
}

function stateText({ state, file, retryAt }, done) {
  const left = (retryAt - Date.now()) / 1000;
  switch (state) {
    case "waiting":
      return `Waiting · ${bytesText(file.size)}`;
    case "sending":
      return done < 1
        ? `${percentText(done)} of ${bytesText(file.size)}`
        : "Waiting for the server";
    case "retrying":
      return left > 0 ? `Trying again in ${timeText(left)}` : "Trying again";
    case "paused":
      return `Paused at ${percentText(done)} of ${bytesText(file.size)}`;
    case "stored":
      return `Uploaded · ${bytesText(file.size)}`;
    default:
      return "Not uploaded";
  }
}
