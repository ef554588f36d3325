import { assert, assertEquals } from "@std/assert";
import { packages } from "../support/program.ts";

const MODULES = [
  "mod.ts",
  "src/resumable/mod.ts",
  "src/resumable/pending.ts",
  "src/s3/mod.ts",
];
const MAX_COLUMNS = 64;

/** The parts of what `deno doc --json` prints that are looked at here. */
interface Documentation {
  readonly nodes: Record<string, {
    readonly module_doc: Comment;
    readonly symbols: readonly Symbol[];
  }>;
}

interface Symbol {
  readonly name: string;
  readonly declarations: readonly {
    readonly jsDoc?: Comment;
    readonly def?: {
      readonly params?: readonly Parameter[];
      readonly hasBody?: boolean;
    };
  }[];
}

interface Parameter {
  readonly name?: string;
  readonly arg?: { readonly name: string };
}

interface Comment {
  readonly doc?: string;
  readonly tags?: readonly {
    readonly kind: string;
    readonly name?: string;
    readonly doc?: string;
  }[];
}

const { symbols } = await document("mod.ts");

Deno.test("the documentation lists upload() first, by category and by name", () => {
  const listed = symbols.map(({ name, declarations: [declaration] }) => ({
    category: tags(declaration?.jsDoc, "category")[0]?.trim() ?? "",
    name: name.toLowerCase(),
  }));

  assertEquals(listed.filter(({ category }) => category === ""), []);
  const [first] = listed.toSorted((one, other) =>
    compare(one.category, other.category) || compare(one.name, other.name)
  );
  assertEquals(first, { category: "Calling", name: "upload" });
});

Deno.test("each form of upload() is documented by itself", () => {
  const forms = symbols.filter(({ name }) => name === "upload")
    .flatMap(({ declarations }) => declarations)
    .filter(({ def }) => !def?.hasBody);

  assertEquals(forms.length, 3);
  for (const { jsDoc, def } of forms) {
    const documented = jsDoc?.tags?.filter(({ kind }) => kind === "param");
    assertEquals(
      documented?.map(({ name }) => name),
      def?.params?.map(({ name, arg }) => name ?? arg?.name),
    );
    assert((jsDoc?.doc ?? "") !== "");
    for (const kind of ["return", "throws", "example"]) {
      assertEquals(tags(jsDoc, kind).length, 1, kind);
    }
  }
});

for (const path of MODULES) {
  Deno.test(`each example of the documentation of ${path} is narrow, runs, and asserts`, async () => {
    const { module_doc: moduleDoc, symbols } = await document(path);
    const examples = [
      moduleDoc.doc ?? "",
      ...symbols.flatMap(({ declarations }) =>
        declarations.flatMap(({ jsDoc }) => tags(jsDoc, "example"))
      ),
    ];
    assert(examples.length > 1);
    for (const text of examples) {
      const [, code = ""] = /```ts\n([^]*?)```/.exec(text) ?? [];
      assert(/\bassert\w*\(/.test(code), text);
      const lines = code.split("\n");
      const wide = lines.filter(({ length }) => length > MAX_COLUMNS);
      assertEquals(wide, []);
    }
  });
}

function tags(comment: Comment | undefined, kind: string): string[] {
  return comment?.tags?.filter((tag) => tag.kind === kind)
    .map(({ doc = "" }) => doc) ?? [];
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

async function document(
  path: string,
): Promise<Documentation["nodes"][string]> {
  const module = new URL(`../../${path}`, import.meta.url).href;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", ...packages(), module],
  }).output();
  const { nodes }: Documentation = JSON.parse(new TextDecoder().decode(stdout));
  const documented = nodes[module];
  if (documented === undefined) throw new Error("deno doc: no module");
  return documented;
}
