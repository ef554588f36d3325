import { assert, assertEquals } from "@std/assert";
import {
  cutEnd,
  cutMiddle,
  padTo,
  textWidth,
} from "../../src/cli/text_width.ts";

const TEXTS = [
  "film.mp4",
  "漢字の長い名前.mp4",
  "👨‍👩‍👧‍👦👍🏽❤️🇩🇪.png",
  "e\u0301a\u0308x",
  "██░░…  50 %",
  "",
];

Deno.test("textWidth is that of a terminal, or more", () => {
  assertEquals(TEXTS.map(textWidth), [8, 18, 20, 3, 11, 0]);
});

Deno.test("cutMiddle and cutEnd fit any width, and cut no character in two", () => {
  for (const text of TEXTS) {
    for (let columns = 0; columns < 30; columns++) {
      for (const cut of [cutMiddle(text, columns), cutEnd(text, columns)]) {
        assert(textWidth(cut) <= columns, `${cut} at ${columns}`);
        assert(cut.isWellFormed());
      }
    }
  }
});

Deno.test("cutMiddle keeps the start and the end of a name", () => {
  assertEquals(cutMiddle("holiday-in-rome.mp4", 10), "holid….mp4");
  assertEquals(cutMiddle("holiday", 7), "holiday");
  assertEquals(cutMiddle("漢字の長い名前.mp4", 9), "漢字….mp4");
  assertEquals(cutMiddle("ab", 1), "…");
});

Deno.test("cutEnd keeps the start of a text", () => {
  assertEquals(cutEnd("retry in 0:03", 6), "retry…");
});

Deno.test("padTo fills up by columns, not by characters", () => {
  assertEquals(padTo("漢", 4), "漢  ");
  assertEquals(padTo("abc", 2), "abc");
});

Deno.test("textWidth of a bar, which is drawn often, needs no segments", () => {
  const { segment } = Intl.Segmenter.prototype;
  Intl.Segmenter.prototype.segment = () => {
    throw new Error("segmented");
  };
  try {
    assertEquals(textWidth("a.mp4  ███░░░   50 %  …"), 23);
  } finally {
    Intl.Segmenter.prototype.segment = segment;
  }
});
