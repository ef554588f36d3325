import { bundle } from "./bundle.ts";
import { TempFolder } from "./files.ts";
import { installFromNpm } from "./npm.ts";
import { packages } from "./program.ts";
import { type ServerProcess, startServer } from "./server_process.ts";
import { testWith } from "./server_program.ts";

/** A runtime that serves one of the edge functions of the examples. */
export interface EdgeHost {
  /** The example and the runtime. */
  readonly name: string;
  /** The program of the system that installs or starts the runtime, if it is not Deno alone. */
  readonly needs?: string;
  /** Starts it, for a storage at this URL. */
  start(storage: string): Promise<ServerProcess>;
}

const EXAMPLES = new URL("../../examples/edge/", import.meta.url);
const PERMISSIONS = [
  "--no-prompt",
  "--allow-net=127.0.0.1",
  "--allow-env=STORAGE_URL",
];

/** Defines a test of a host. */
export function testHost(
  { name, needs }: EdgeHost,
  behaviour: string,
  test: () => Promise<void>,
): void {
  const title = `examples/edge/${name} ${behaviour}`;
  if (needs === undefined) Deno.test(title, test);
  else testWith(needs, title, test);
}

/** All of them. */
export const EDGE_HOSTS: readonly EdgeHost[] = [
  {
    name: "deno_serve.ts in Deno",
    needs: "env",
    start: (storage) =>
      startServer({
        program: "/usr/bin/env",
        args: (port) => [
          `DENO_SERVE_ADDRESS=tcp:127.0.0.1:${port}`,
          ...[Deno.execPath(), "run", ...PERMISSIONS, ...packages()],
          new URL("deno_serve.ts", EXAMPLES).href,
        ],
        env: { STORAGE_URL: storage },
      }),
  },
  {
    name: "fetch_handler.ts in several isolates of deno serve",
    async start(storage) {
      const server = await startServer({
        program: Deno.execPath(),
        args: (port) => [
          ...["serve", "--parallel", "--host=127.0.0.1", `--port=${port}`],
          ...[...PERMISSIONS, ...packages()],
          new URL("fetch_handler.ts", EXAMPLES).href,
        ],
        env: { STORAGE_URL: storage, DENO_JOBS: "4" },
      });
      // While its isolates start, Deno takes no SIGTERM.
      return { ...server, [Symbol.asyncDispose]: server.kill };
    },
  },
  {
    name: "fetch_handler.ts in Bun",
    needs: "npm",
    async start(storage) {
      const folder = await runtimes();
      return await startServer({
        program: `${folder}/node_modules/.bin/bun`,
        args: (port) => {
          // By itself it would listen on all addresses.
          const program = `${folder}/serve_${port}.js`;
          const options = { hostname: "127.0.0.1", port };
          Deno.writeTextFileSync(
            program,
            `import edge from "./fetch_handler.js";
export default { ...edge, ...${JSON.stringify(options)} };
`,
          );
          return [program];
        },
        env: { STORAGE_URL: storage },
      });
    },
  },
  {
    name: "cloudflare_worker.ts in workerd",
    needs: "npm",
    async start(storage) {
      const folder = await runtimes();
      return await startServer({
        program: "node",
        args: (port) => [
          `${folder}/edge_worker.mjs`,
          ...[`${folder}/cloudflare_worker.js`, String(port)],
          JSON.stringify({
            durableObjects: { UPLOADS: "UploadObject" },
            bindings: { STORAGE_URL: storage },
          }),
        ],
      });
    },
  },
];

let folder: TempFolder | undefined;
let installing: Promise<void> | undefined;

/** A folder with the runtimes that npm has and the examples as they take them; made once. */
async function runtimes(): Promise<string> {
  const { path } = folder ??= new TempFolder();
  await (installing ??= install(path));
  return path;
}

/** Removes what the hosts had to install. */
export function removeRuntimes(): void {
  folder?.[Symbol.dispose]();
}

async function install(folder: string): Promise<void> {
  const worker = new URL("edge_worker.mjs", import.meta.url);
  await Promise.all([
    Deno.copyFile(worker, `${folder}/edge_worker.mjs`),
    installFromNpm(folder, ["bun@1", "miniflare@4"]),
    ...["fetch_handler", "cloudflare_worker"].map((name) =>
      bundle(`examples/edge/${name}.ts`, `${folder}/${name}.js`)
    ),
  ]);
}
