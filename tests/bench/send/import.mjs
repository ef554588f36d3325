/** Prints how many ms the import of a module takes, in Deno or in Node: `import.mjs MODULE`. */

// Deno loads much for `process`, which an import should not be charged with.
const [module = ""] = globalThis.Deno?.args ?? process.argv.slice(2);
const start = performance.now();
await import(module);
console.log(performance.now() - start);
