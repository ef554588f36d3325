// Prints what an editor completes at each mark of a program: node completions.mjs TYPESCRIPT PROGRAM
import { createRequire } from "node:module";

const [typescript, program] = process.argv.slice(2);
const ts = createRequire(import.meta.url)(typescript);
const text = ts.sys.readFile(program);
const service = ts.createLanguageService({
  getCompilationSettings: () => ({
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.esnext.disposable.d.ts"],
    types: [],
  }),
  getScriptFileNames: () => [program],
  getScriptVersion: () => "1",
  getScriptSnapshot: (path) =>
    ts.sys.fileExists(path)
      ? ts.ScriptSnapshot.fromString(ts.sys.readFile(path))
      : undefined,
  getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: ts.sys.fileExists,
  readFile: ts.sys.readFile,
});
const marks = [...text.matchAll(/\/\*(\w+)\*\//g)];
console.log(
  JSON.stringify(Object.fromEntries(marks.map(({ 1: name, index }) => {
    const found = service.getCompletionsAtPosition(program, index, {});
    return [name, found?.entries.map((entry) => entry.name) ?? []];
  }))),
);
