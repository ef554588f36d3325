import { assertEquals } from "@std/assert";
import { toJsonError, toStatusError } from "../../src/errors/response_error.ts";

const responseUrl = "https://h.example:8443/a?signature=hunter2";

Deno.test("toStatusError() names the server and the status", () => {
  const error = toStatusError({ responseUrl, status: 403 }, "Forbidden");

  assertEquals(error.code, "status");
  assertEquals(
    error.message,
    'Cannot upload to "h.example:8443": the server responded with 403 Forbidden',
  );
  assertEquals(error.hint, "see 'response' of the 'ended' event");
});

Deno.test("toStatusError() shows only the status over HTTP/2", () => {
  assertEquals(
    toStatusError({ responseUrl, status: 404 }, "").message,
    'Cannot upload to "h.example:8443": the server responded with 404',
  );
});

Deno.test("toStatusError() shows no secret of a status text, and not all of a long one", () => {
  const errorOf = (text: string) =>
    toStatusError({ responseUrl, status: 400 }, text).message;

  assertEquals(
    errorOf("see https://me:hunter2@h/?a=hunter2").includes("hunter2"),
    false,
  );
  assertEquals(errorOf("Too long ".repeat(10_000)).length < 3000, true);
});

Deno.test("toStatusError() is transient for statuses after which trying again may help", () => {
  const statuses = Array.from({ length: 400 }, (_, at) => 200 + at);

  const transient = statuses.filter((status) =>
    toStatusError({ responseUrl, status }, "").isTransient
  );

  assertEquals(transient, [408, 425, 429, 500, 502, 503, 504]);
});

const RESPONSES: readonly [type: string, isEmpty: boolean, says: string][] = [
  ["text/html", false, 'it is not JSON (got "text/html")'],
  ["", false, "it is not JSON (got no Content-Type)"],
  ["application/json", true, "it is empty"],
];

for (const [type, isEmpty, says] of RESPONSES) {
  Deno.test(`toJsonError() says that ${says}`, () => {
    const error = toJsonError({ responseUrl, status: 201 }, type, isEmpty);

    assertEquals(
      error.message,
      `Cannot read the 201 response from "h.example:8443": ${says}`,
    );
    assertEquals([error.code, error.isTransient], ["response", false]);
    assertEquals(error.hint, "see 'response' of the 'ended' event");
    assertEquals(Object.hasOwn(error, "cause"), false);
  });
}
