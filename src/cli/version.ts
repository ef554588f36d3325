import config from "../../deno.json" with { type: "json" };

/** The name and the version of the program, and the version of Deno. */
export function versionText(): string {
  return `upload ${config.version} (${config.name}, Deno ${Deno.version.deno})`;
}
