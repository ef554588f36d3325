/**
 * A page that uploads files: by a dialog or by dropping them, with a bar for each
 * and for all, pause and resume, also after a reload. It needs a tus server.
 *
 * A bundler such as Vite finds `@network/upload` after
 * `npx jsr add @network/upload`. To try the page: `deno task demo:browser`.
 *
 * @module
 */

import { announce } from "./announce.js";
import { FileRow } from "./file_row.js";
import { bytesText, percentText, timeText } from "./texts.js";
import { isStopped, Uploads } from "./uploads.js";

const form = document.querySelector("form");
const input = form.querySelector("input");
const list = document.querySelector("#files");
const all = document.querySelector("#all");
const [allState, allBar] = all.children;
const allButton = all.querySelector("button");
const unfinished = document.querySelector("#unfinished");

const rows = new Map();
const uploads = new Uploads(form.action, (item, isNews) => {
  if (!rows.has(item)) addRow(item);
  rows.get(item).show();
  showAll();
  if (isNews) announceState(item);
});

input.addEventListener("change", () => {
  add([...input.files]);
  // Selecting the same file again is a change, too.
  input.value = "";
});

addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("dropping");
});
addEventListener("dragleave", (event) => {
  // Elements within the page are left without leaving the page.
  if (event.relatedTarget === null) document.body.classList.remove("dropping");
});
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  add([...event.dataTransfer.files]);
});

allButton.addEventListener("click", () => {
  const isPause = allButton.textContent === "Pause all";
  for (const item of uploads.items) {
    if (isPause) uploads.pause(item);
    else uploads.resume(item);
  }
  announce(isPause ? "All uploads are paused" : "All uploads continue");
});

unfinished.querySelector("button").addEventListener("click", async () => {
  await uploads.forgetUnfinished();
  unfinished.hidden = true;
  input.focus();
});
showUnfinished(await uploads.countUnfinished());

function add(files) {
  if (files.length === 0) return;
  unfinished.hidden = true;
  announce(
    files.length === 1
      ? `${files[0].name} is added`
      : `${files.length} files are added`,
  );
  for (const file of files) uploads.add(file);
}

function addRow(item) {
  const row = new FileRow(item, {
    toggle: () => {
      const isResumed = isStopped(item);
      if (isResumed) uploads.resume(item);
      else uploads.pause(item);
      announce(`${item.file.name} ${isResumed ? "continues" : "is paused"}`);
    },
    remove: () => remove(item),
  });
  rows.set(item, row);
  list.append(row.element);
}

async function remove(item) {
  const { file: { name }, state } = item;
  const { element } = rows.get(item);
  const neighbour = element.nextElementSibling ??
    element.previousElementSibling;
  const focused = neighbour?.querySelector(".remove") ?? input;
  rows.delete(item);
  element.remove();
  focused.focus();
  announce(`${name} is ${state === "stored" ? "removed" : "cancelled"}`);
  try {
    await uploads.remove(item);
  } catch (error) {
    announce(`${name} may remain on the server: ${error.message}`);
  }
  showAll();
}

/** The bars are for those who look at them, so little is announced. */
function announceState({ file: { name }, state, problem, retryAt }) {
  if (state === "failed") {
    announce(`${name} is not uploaded: ${problem.message}`);
  }
  if (state === "stored") announce(`${name} is uploaded`);
  if (state !== "retrying") return;
  announce(
    `${name}: ${problem.message}. Trying again in ${
      timeText((retryAt - Date.now()) / 1000)
    }`,
  );
}

function showAll() {
  const items = [...uploads.items];
  const isStored = ({ state }) => state === "stored";
  const isMoving = items.some((item) => !isStored(item) && !isStopped(item));
  const size = sumOf(items, ({ file }) => file.size);
  const bytes = sumOf(items, (item) => item.bytes);
  const isSending = items.some(({ state }) => state === "sending");
  const texts = [
    `${items.filter(isStored).length} of ${items.length} uploaded`,
    `${bytesText(bytes)} of ${bytesText(size)}`,
  ];
  const rate = uploads.bytesPerSecond;
  if (isSending && rate > 0 && bytes < size) {
    texts.push(
      `${bytesText(rate)}/s`,
      `${timeText((size - bytes) / rate)} left`,
    );
  }
  const hadFocus = document.activeElement === allButton;
  all.hidden = items.length === 0;
  allState.textContent = texts.join(" · ");
  allBar.value = size > 0 ? bytes / size : Number(items.every(isStored));
  allBar.setAttribute("aria-valuetext", percentText(allBar.value));
  allButton.hidden = items.every(isStored);
  allButton.textContent = isMoving ? "Pause all" : "Resume all";
  if (hadFocus && allButton.hidden) input.focus();
}

function showUnfinished(count) {
  unfinished.hidden = count === 0;
  unfinished.querySelector("p").textContent = count === 1
    ? "An upload is unfinished. To continue it, choose its file again."
    : `${count} uploads are unfinished. To continue them, choose their files again.`;
}

function sumOf(items, valueOf) {
  return items.reduce((sum, item) => sum + valueOf(item), 0);
}
