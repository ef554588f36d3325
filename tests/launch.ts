/**
 * Runs a command of Deno with the packages of JSR or, if no JSR registry
 * responds, with the stand-ins for them that lie beside this file. Exits with
 * the code of the command.
 *
 *     deno task launch COMMAND [ARG...]
 *
 * @module
 */

const [command, ...args] = Deno.args;
if (command === undefined) {
  console.error("usage: deno task launch COMMAND [ARG...]");
  Deno.exit(2);
}

const registry = Deno.env.get("JSR_URL") ?? "https://jsr.io/";
const mapped = [];
if (await responds(registry)) {
  console.error(`packages: JSR (${registry})`);
} else {
  console.error(`packages: stand-ins (no JSR at ${registry})`);
  const importMap = new URL("stand_ins/import_map.json", import.meta.url);
  mapped.push(`--import-map=${importMap}`);
}

const child = new Deno.Command(Deno.execPath(), {
  args: [command, ...mapped, ...args],
}).spawn();

// The command decides what a signal does, also one that reaches this process
// alone. Windows sends Ctrl-C to both, and has no SIGTERM.
const windows = Deno.build.os === "windows";
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  if (windows && signal === "SIGTERM") continue;
  Deno.addSignalListener(signal, () => windows || child.kill(signal));
}

const { code } = await child.status;
Deno.exit(code);

async function responds(registry: string): Promise<boolean> {
  try {
    const meta = new URL("@std/path/meta.json", registry);
    const response = await fetch(meta, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
