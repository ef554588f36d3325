import { uploadAll } from "@network/upload";
import { assertEquals, assertThrows } from "@std/assert";
import {
  checkAllOptions,
  checkUploadObject,
} from "../../src/request/upload_all_options.ts";

/** Calls as plain JavaScript does. */
function call(...args: unknown[]): void {
  Reflect.apply(uploadAll, undefined, args);
}

Deno.test("checkAllOptions() fills in the defaults", () => {
  const { signal } = new AbortController();

  for (const given of [undefined, {}, { parallel: undefined }]) {
    assertEquals(checkAllOptions(given), { parallel: 4, signal: undefined });
  }
  assertEquals(checkAllOptions({ parallel: 1, signal }), {
    parallel: 1,
    signal,
  });
});

Deno.test("uploadAll() refuses invalid options with a TypeError that names them", () => {
  const refused: readonly (readonly [options: unknown, message: string])[] = [
    [{ parallel: 0 }, "'parallel' must be 1 or more (got 0)"],
    [{ parallel: -1 }, "'parallel' must be a number, 0 or more (got -1)"],
    [{ parallel: 1.5 }, "'parallel' must be a whole number (got 1.5)"],
    [{ parallel: Infinity }, "'parallel' must be a whole number"],
    [{ parallel: NaN }, "'parallel' must be a number"],
    [{ parallel: "4" }, "'parallel' must be a number, 0 or more (got string)"],
    [{ signal: {} }, "'signal' must be an AbortSignal"],
    [{ paralel: 4 }, "'paralel' is not an option: did you mean 'parallel'?"],
    [
      { progress: true },
      "'progress' must be an option of each upload, not of all",
    ],
    [
      { xyz: true },
      "'xyz' is not an option: see UploadAllOptions for the options that exist",
    ],
    [4, "the options must be a plain object (got number)"],
    [null, "the options must be a plain object (got null)"],
  ];
  for (const [options, message] of refused) {
    assertThrows(() => call([], options), TypeError, message);
  }
});

Deno.test("uploadAll() refuses anything but an iterable of uploads", () => {
  const options = { url: "http://127.0.0.1/", source: "a.txt" };

  for (const uploads of [options, "a.txt", undefined, null, 5, () => []]) {
    assertThrows(
      () => call(uploads),
      TypeError,
      "'uploads' must be an iterable of options, such as an array (got ",
    );
  }
});

Deno.test("checkUploadObject() accepts plain objects only", () => {
  const options = { url: "http://127.0.0.1/" };

  assertEquals(checkUploadObject(options) === options, true);
  for (const given of ["a.txt", undefined, [options], new URL(options.url)]) {
    assertThrows(() => checkUploadObject(given), TypeError, "plain object");
  }
});
