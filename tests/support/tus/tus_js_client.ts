import { TempFolder } from "../files.ts";
import { NpmFolder } from "../npm_folder.ts";
import { testWith } from "../server_program.ts";

/** What tus-js-client should do. */
export interface TusJsClientTask {
  /** Whether it uploads a file, its bytes or a stream of unknown size, or ends an upload. */
  readonly action: "upload" | "bytes" | "stream" | "terminate";
  /** The file. */
  readonly path?: string;
  /** The file in which it keeps the URLs of unfinished uploads. */
  readonly storage?: string;
  /** Its own options, as far as JSON has them. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What came of it. */
export interface TusJsClientResult {
  /** The URL of the upload. */
  readonly url?: string | null;
  /** Why it failed; undefined if it did not. */
  readonly error?: string;
}

const PROGRAM = "tus_js_client_program.mjs";

const packages = new NpmFolder(
  ["tus-js-client@4.3.1"],
  [new URL(PROGRAM, import.meta.url)],
);

/** Runs tus-js-client in Node. */
export async function runTusJsClient(
  task: TusJsClientTask,
): Promise<TusJsClientResult> {
  const folder = await packages.path();
  const { stdout, stderr, success } = await new Deno.Command("timeout", {
    args: ["60", "node", `${folder}/${PROGRAM}`, JSON.stringify(task)],
  }).output();
  const decoder = new TextDecoder();
  if (success) return JSON.parse(decoder.decode(stdout));
  throw new Error(`tus-js-client: ${decoder.decode(stderr)}`);
}

/** Defines a test of tus-js-client with a file of about a million bytes. */
export function testTusJsClient(
  name: string,
  test: (file: { path: string; bytes: Uint8Array }) => Promise<void>,
): void {
  testWith(["npm", "node"], `tus-js-client ${name}`, async () => {
    using folder = new TempFolder();
    const path = folder.write("film.mp4", 1_000_003);
    await test({ path, bytes: await Deno.readFile(path) });
  });
}

/** Removes what was installed for it. */
export function removeTusJsClient(): void {
  packages[Symbol.dispose]();
}
