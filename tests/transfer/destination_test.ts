import { assertEquals } from "@std/assert";
import { destinationOf } from "../../src/transfer/destination.ts";

const HOP = {
  url: new URL("https://h/in?key=1#part"),
  method: "PUT",
  redirects: 0,
};

/** A response of a runtime that has followed redirects by itself. */
function followed(url: string): Response {
  return Object.defineProperties(new Response(), {
    redirected: { value: true },
    url: { value: url },
  });
}

Deno.test("destinationOf() returns the last request, without its fragment", () => {
  const here = {
    responseUrl: "https://h/in?key=1",
    redirected: false,
    method: "PUT",
  };

  assertEquals(destinationOf(HOP, undefined), here);
  assertEquals(destinationOf(HOP, new Response()), here);
});

Deno.test("destinationOf() reports that redirects were followed", () => {
  const hop = { ...HOP, method: "GET", redirects: 2 };

  const { redirected, method } = destinationOf(hop, new Response());

  assertEquals([redirected, method], [true, "GET"]);
});

Deno.test("destinationOf() returns where the runtime itself was redirected, without credentials", () => {
  assertEquals(destinationOf(HOP, followed("https://me:pw@other/x?y#z")), {
    responseUrl: "https://other/x?y",
    redirected: true,
    method: "PUT",
  });
});

Deno.test("destinationOf() ignores an invalid URL", () => {
  const { responseUrl, redirected } = destinationOf(HOP, followed(""));

  assertEquals([responseUrl, redirected], ["https://h/in?key=1", false]);
});

Deno.test("destinationOf() removes what signs a URL, and nothing else", () => {
  for (
    const [query, shown] of [
      ["?X-Amz-Signature=secret", ""],
      ["?a=1&X-Amz-Signature=secret", "?a=1"],
      ["?X-Amz-Signature=secret&a=1", "?a=1"],
      [
        "?a=1&X-Amz-Credential=id%2F1&X-Amz-Date=2&x-amz-security-token=secret&b=3",
        "?a=1&X-Amz-Date=2&b=3",
      ],
      [
        "?X-Goog-Credential=id&X-Goog-Signature=secret&X-Goog-Expires=5",
        "?X-Goog-Expires=5",
      ],
      ["?X-Amz-Signature=&X-Amz-Credential=", ""],
      [
        "?signature=a&not-X-Amz-Signature=b&",
        "?signature=a&not-X-Amz-Signature=b&",
      ],
      ["?partNumber=1&uploadId=2", "?partNumber=1&uploadId=2"],
    ] as const
  ) {
    const hop = { ...HOP, url: new URL(`https://h/key${query}#part`) };
    const { responseUrl } = destinationOf(hop, undefined);
    assertEquals(responseUrl, `https://h/key${shown}`);
    const other = destinationOf(HOP, followed(`https://h/key${query}`));
    assertEquals(other.responseUrl, `https://h/key${shown}`);
  }
});
