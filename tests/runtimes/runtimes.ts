/** A runtime that programs are run in. */
export interface Runtime {
  readonly name: string;
  /** The packages of npm that it is made of. */
  readonly packages: readonly string[];
  /** A program that has to be there, of Debian. */
  readonly program?: string;
  readonly abilities: Abilities;
  /**
   * The command that runs a program in it; its path and its options are yet to be added.
   *
   * @param folder Where the packages and the host programs are.
   */
  command(folder: string): string[];
}

/** What a runtime is known to do. */
export interface Abilities {
  /** Sends a stream while it is read. */
  readonly streams: boolean;
  /** Reports how much of a body it has sent. */
  readonly progress: boolean;
  /** Has files. */
  readonly files: boolean;
  /** Shows the target of a redirect. */
  readonly showsRedirects: boolean;
}

const ALL: Abilities = {
  streams: true,
  progress: true,
  files: true,
  showsRedirects: true,
};
/** A browser with `XMLHttpRequest`. */
const BROWSER: Abilities = {
  streams: false,
  progress: true,
  files: false,
  showsRedirects: false,
};
const ARCH = Deno.build.arch === "aarch64" ? "arm64" : "x64";

/** A version of Node, which npm has as a package for each platform. */
function node(major: number): Runtime {
  return {
    name: `Node ${major}`,
    packages: [`node${major}@npm:node-${Deno.build.os}-${ARCH}@${major}`],
    abilities: ALL,
    command: (folder) => [
      ...[`${folder}/node_modules/node${major}/bin/node`, "--no-warnings"],
      `${folder}/process.mjs`,
    ],
  };
}

/** A scope of Chromium that programs run in. */
function chromium(
  name: string,
  scope: "page" | "worker" | "serviceWorker",
): Browser {
  return {
    name,
    packages: ["playwright-core"],
    program: "/usr/bin/chromium",
    // A service worker has no `XMLHttpRequest`.
    abilities: { ...BROWSER, progress: scope !== "serviceWorker" },
    command: (folder) => ["node", `${folder}/chromium.mjs`, scope],
  };
}

/** A runtime that is a program of Debian. */
interface Browser extends Runtime {
  readonly program: string;
}

/** The browsers, each with a page. */
export const BROWSERS: readonly Browser[] = [
  chromium("Chromium", "page"),
  {
    name: "Firefox",
    packages: ["puppeteer-core"],
    program: "/usr/bin/firefox-esr",
    abilities: BROWSER,
    command: (folder) => ["node", `${folder}/firefox.mjs`],
  },
];

/** All runtimes. */
export const RUNTIMES: readonly Runtime[] = [
  {
    name: "Deno",
    packages: [],
    abilities: ALL,
    command: (folder) => [
      ...[Deno.execPath(), "run", "--quiet", "--no-prompt"],
      ...["--allow-net=127.0.0.1", "--allow-read", `--allow-write=${folder}`],
      `${folder}/process.mjs`,
    ],
  },
  node(20),
  node(22),
  node(24),
  node(26),
  {
    name: "Bun",
    packages: ["bun"],
    abilities: ALL,
    command: (
      folder,
    ) => [`${folder}/node_modules/.bin/bun`, `${folder}/process.mjs`],
  },
  {
    name: "workerd",
    packages: ["miniflare"],
    abilities: { ...ALL, files: false },
    command: (folder) => ["node", `${folder}/workerd.mjs`],
  },
  ...BROWSERS,
  chromium("Chromium worker", "worker"),
  chromium("Chromium service worker", "serviceWorker"),
];

/** The runtimes of these names, or all that are there; in CI none may be missing. */
export function chooseRuntimes(names: readonly string[]): readonly Runtime[] {
  const known = RUNTIMES.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(
      `no runtime is called ${unknown}: choose from ${known.join(", ")}`,
    );
  }
  return RUNTIMES.filter(({ name, program }) => {
    if (names.length > 0 && !names.includes(name)) return false;
    if (Deno.env.has("CI") || program === undefined || exists(program)) {
      return true;
    }
    console.error(`${name} is skipped: ${program} is not installed`);
    return false;
  });
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
