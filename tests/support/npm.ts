/**
 * Installs packages from npm into a folder.
 *
 * @param specs As `npm install` takes them: `name`, `name@1`, `alias@npm:name@1`.
 */
export async function installFromNpm(
  folder: string,
  specs: readonly string[],
): Promise<void> {
  await Deno.writeTextFile(`${folder}/package.json`, "{}");
  const { success, stderr } = await new Deno.Command("npm", {
    args: ["install", "--silent", "--no-audit", "--no-fund", ...specs],
    cwd: folder,
  }).output();
  if (success) return;
  const reason = new TextDecoder().decode(stderr).trim();
  throw new Error(`npm install ${specs.join(" ")}: ${reason}`);
}
