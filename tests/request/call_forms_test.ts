import { assertEquals, assertThrows } from "@std/assert";
import { nameArguments } from "../../src/request/call_forms.ts";

const URL_GIVEN = "https://example.com/in";

/** What is wrong with an option, in both forms of the call. */
const WRONG: [name: string, advice: string][] = [
  ["timeuot", "did you mean 'timeout'?"],
  ["body", "did you mean 'source'?"],
  ["file", "did you mean 'source'?"],
  ["data", "did you mean 'source'?"],
  ["stream", "did you mean 'source'?"],
  ["baseDir", "did you mean 'baseDirectory'?"],
  ["contenttype", "did you mean 'contentType'?"],
  ["type", "did you mean 'contentType'?"],
  ["formData", "did you mean 'multipart'?"],
  ["onProgress", "pass 'progress: true' and iterate over the events"],
  ["onUploadProgress", "pass 'progress: true' and iterate over the events"],
  ["chunkSize", "it is an option of tus() and rufh()"],
  ["parallel", "it is an option of uploadAll(), tus() and s3()"],
  ["store", "it is an option of tus(), rufh() and s3()"],
  ["params", "see UploadOptions for the options that exist"],
  ["toString", "see UploadOptions for the options that exist"],
];

for (const [name, advice] of WRONG) {
  Deno.test(`nameArguments() refuses the option ${name} in both forms`, () => {
    const options = Object.fromEntries([[name, 1]]);
    const message = `upload: '${name}' is not an option: ${advice}`;
    const whole = { url: URL_GIVEN, source: "a.json", ...options };
    const calls = [[whole], [URL_GIVEN, "PUT", options, "a.json"]];

    for (const args of calls) {
      const error = assertThrows(() => nameArguments(args), TypeError);
      assertEquals(error.message, message);
    }
  });
}

Deno.test("nameArguments() refuses the option __proto__, which JSON can contain", () => {
  const options = JSON.parse('{"__proto__": {"timeout": 1}}');

  for (const args of [[options], [URL_GIVEN, "PUT", options, "a.json"]]) {
    assertThrows(
      () => nameArguments(args),
      TypeError,
      "'__proto__' is not an option",
    );
  }
});

for (
  const name of ["url", "method", "source", "baseDirectory", "contentType"]
) {
  Deno.test(`nameArguments() refuses ${name} among the options of the positional form`, () => {
    const params = { timeout: 5, [name]: "other" };
    const error = assertThrows(
      () => nameArguments([URL_GIVEN, "PUT", params, "a.json"]),
      TypeError,
    );

    assertEquals(
      error.message,
      `upload: '${name}' must be an argument of its own, not an option (or pass everything in one object)`,
    );
  });
}
