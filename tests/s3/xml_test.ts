import { assertEquals } from "@std/assert";
import { escapeXml, parseXml, textOf } from "../../src/s3/xml.ts";

Deno.test("parseXml() returns the root, its children and their text", () => {
  const root = parseXml(
    ' \n<?xml version="1.0" encoding="UTF-8"?>\n<R xmlns="http://h/"><A>1 &lt;&#38;&#x41;</A><!-- no --><B/><A>2</A><C><![CDATA[<x>&amp;]]></C></R>\n',
  );
  assertEquals(root?.name, "R");
  assertEquals(root?.children.map(({ name, text }) => [name, text]), [
    ["A", "1 <&A"],
    ["B", ""],
    ["A", "2"],
    ["C", "<x>&amp;"],
  ]);
});

Deno.test("parseXml() returns undefined for what is not well-formed", () => {
  for (
    const xml of [
      "",
      "  ",
      "text",
      "<A><B></A>",
      "<A>",
      "<A",
      '{"a":1}',
      "<html><br></html>",
    ]
  ) assertEquals([xml, parseXml(xml)], [xml, undefined]);
});

Deno.test("parseXml() does not expand the entities of a document type", () => {
  const root = parseXml(
    '<!DOCTYPE R [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><R><A>&a;&b;</A></R>',
  );
  const text = root && textOf(root, "A");
  assertEquals(/aaaa|root:/.test(text ?? ""), false);
});

Deno.test("textOf() returns the text of the first child of a name", () => {
  const root = parseXml("<R><A>1</A><A>2</A><B><C>3</C></B></R>");
  const texts = ["A", "B", "C"].map((name) => root && textOf(root, name));
  assertEquals(texts, ["1", "", undefined]);
});

Deno.test("escapeXml() makes text that parseXml() returns", () => {
  const text = `"a" & 'b' <c> ]]> &amp; 😀`;
  const root = parseXml(`<R><A>${escapeXml(text)}</A></R>`);
  assertEquals(root && textOf(root, "A"), text);
});

Deno.test("parseXml() ignores the prefixes of namespaces", () => {
  const root = parseXml(
    '\uFEFF<?xml version="1.0"?><ns0:R xmlns:ns0="http://h/"><ns0:A>1</ns0:A></ns0:R>',
  );
  assertEquals([root?.name, root && textOf(root, "A")], ["R", "1"]);
});
