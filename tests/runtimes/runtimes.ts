import type { Abilities } from "./protocol.ts";

/** A runtime that the suite runs in. */
export interface Runtime {
  readonly name: string;
  /** The packages of npm that it is made of. */
  readonly packages: readonly string[];
  /** A program that has to be there, of Debian. */
  readonly program?: string;
  readonly abilities: Abilities;
  /** The command that runs the suite in it and prints the outcomes. */
  command(place: Place): string[];
}

/** Where things are. */
export interface Place {
  /** The folder with the packages and the hosts. */
  readonly folder: string;
  /** The suite in one file. */
  readonly suite: string;
  /** Where the server listens. */
  readonly url: string;
}

const ALL: Abilities = { streams: true, files: true, showsRedirects: true };
const BROWSER: Abilities = {
  streams: false,
  files: false,
  showsRedirects: false,
};
const NODES = [20, 22, 24];
const PLATFORM = `${Deno.build.os}-${
  Deno.build.arch === "aarch64" ? "arm64" : "x64"
}`;

/** All runtimes. */
export const RUNTIMES: readonly Runtime[] = [
  {
    name: "Deno",
    packages: [],
    abilities: ALL,
    command: ({ folder, suite }) => [
      ...[Deno.execPath(), "run", "--quiet", "--no-prompt"],
      ...["--allow-net=127.0.0.1", "--allow-read"],
      ...[`${folder}/process.mjs`, suite],
    ],
  },
  ...NODES.map((major): Runtime => ({
    name: `Node ${major}`,
    packages: [`node${major}@npm:node-${PLATFORM}@${major}`],
    abilities: ALL,
    command: ({ folder, suite }) => [
      ...[`${folder}/node_modules/node${major}/bin/node`, "--no-warnings"],
      ...[`${folder}/process.mjs`, suite],
    ],
  })),
  {
    name: "Bun",
    packages: ["bun"],
    abilities: ALL,
    command: ({ folder, suite }) => [
      ...[`${folder}/node_modules/.bin/bun`, `${folder}/process.mjs`, suite],
    ],
  },
  {
    name: "workerd",
    packages: ["miniflare"],
    abilities: { ...ALL, files: false },
    command: (
      { folder, suite },
    ) => ["node", `${folder}/workerd.mjs`, suite],
  },
  {
    name: "Chromium",
    packages: ["playwright-core"],
    program: "/usr/bin/chromium",
    abilities: BROWSER,
    command: ({ folder, url }) => ["node", `${folder}/chromium.mjs`, url],
  },
];
