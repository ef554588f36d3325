/**
 * Runs a command of Deno with the packages of JSR or, where no JSR registry answers, with the
 * stand-ins for them that lie beside this file.
 *
 *     deno run --allow-net --allow-env=JSR_URL --allow-run tests/launch.ts COMMAND [ARG...]
 *
 * @module
 */

const registry = Deno.env.get("JSR_URL") ?? "https://jsr.io/";
const answers = await jsrAnswers(registry);
console.error(
  answers
    ? `packages: JSR (${registry})`
    : `packages: stand-ins (no JSR at ${registry})`,
);

const [command, ...args] = Deno.args;
if (command === undefined) throw new TypeError("launch: a command is missing");
const importMap = new URL("stand_ins/import_map.json", import.meta.url);
const mapped = answers ? [] : [`--import-map=${importMap}`];
const { code } = await new Deno.Command(Deno.execPath(), {
  args: [command, ...mapped, ...args],
}).spawn().status;
Deno.exit(code);

async function jsrAnswers(url: string): Promise<boolean> {
  try {
    const meta = new URL("@std/path/meta.json", url);
    const response = await fetch(meta, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
