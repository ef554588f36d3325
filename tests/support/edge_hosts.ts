import { bundle } from "./bundle.ts";
import { TempFolder } from "./files.ts";
import { installFromNpm } from "./npm.ts";
import { packages } from "./program.ts";
import { type ServerProcess, startServer } from "./server_process.ts";
import { testWith } from "./server_program.ts";

/** What an edge function is told of its storage. */
export interface EdgeVariables {
  readonly STORAGE_URL: string;
  readonly AWS_ACCESS_KEY_ID?: string;
  readonly AWS_SECRET_ACCESS_KEY?: string;
}

/** A runtime that serves one of the edge functions of the examples. */
export interface EdgeHost {
  /** The example and the runtime. */
  readonly name: string;
  /** The program of the system that installs or starts the runtime, if it is not Deno alone. */
  readonly needs?: string;
  /**
   * Whether it sees that a client is gone that has sent its whole body. Deno only looks once it has
   * responded.
   */
  readonly seesEnd?: true;
  /** Starts it. */
  start(variables: EdgeVariables): Promise<ServerProcess>;
}

const EXAMPLES = new URL("../../examples/edge/", import.meta.url);
const NO_KEY = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };

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

/** Starts the function for `Deno.serve`. */
export function startDenoServe(
  variables: EdgeVariables,
  folder: URL = EXAMPLES,
): Promise<ServerProcess> {
  return startServer({
    program: "/usr/bin/env",
    args: (port) => [
      `DENO_SERVE_ADDRESS=tcp:127.0.0.1:${port}`,
      ...[Deno.execPath(), "run", ...permissions(folder)],
      new URL("deno_serve.ts", folder).href,
    ],
    env: { ...NO_KEY, ...variables },
  });
}

function permissions(folder: URL): string[] {
  return [
    ...["--no-prompt", "--allow-net=127.0.0.1", "--allow-env"],
    ...[`--allow-read=${folder.pathname}`, ...packages()],
  ];
}

/** All of them. */
export const EDGE_HOSTS: readonly EdgeHost[] = [
  { name: "deno_serve.ts in Deno", needs: "env", start: startDenoServe },
  {
    name: "fetch_handler.ts in several isolates of deno serve",
    async start(variables) {
      const server = await startServer({
        program: Deno.execPath(),
        args: (port) => [
          ...["serve", "--parallel", "--host=127.0.0.1", `--port=${port}`],
          ...permissions(EXAMPLES),
          new URL("fetch_handler.ts", EXAMPLES).href,
        ],
        env: { ...NO_KEY, ...variables, DENO_JOBS: "4" },
      });
      // While its isolates start, Deno takes no SIGTERM.
      return { ...server, [Symbol.asyncDispose]: server.kill };
    },
  },
  {
    name: "fetch_handler.ts in Bun",
    needs: "npm",
    seesEnd: true,
    async start(variables) {
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
        env: { ...NO_KEY, ...variables },
      });
    },
  },
  {
    name: "cloudflare_worker.ts in workerd",
    needs: "npm",
    seesEnd: true,
    async start(variables) {
      const folder = await runtimes();
      return await startServer({
        program: "node",
        args: (port) => [
          `${folder}/edge_worker.mjs`,
          ...[`${folder}/cloudflare_worker.js`, String(port)],
          JSON.stringify({
            durableObjects: { UPLOADS: "UploadObject" },
            bindings: variables,
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
  folder = undefined;
  installing = undefined;
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
