import { type Diagnostic, readExpected } from "./diagnostics.ts";

/** Programs that compile, and programs that must not. */
export type ProgramFolder = "right" | "wrong" | "hosts";

/** Copies programs out of the project, whose own configuration then does not count. */
export async function copyPrograms(
  folder: ProgramFolder,
  target: string,
): Promise<void> {
  await Deno.mkdir(`${target}/${folder}`);
  for (const name of programNames(folder)) {
    await Deno.copyFile(
      new URL(`${folder}/${name}`, import.meta.url),
      `${target}/${folder}/${name}`,
    );
  }
}

/** The errors that the programs of a folder expect. */
export function expectedErrors(folder: ProgramFolder): Diagnostic[] {
  return programNames(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    const url = new URL(path, import.meta.url);
    return readExpected(path, Deno.readTextFileSync(url));
  });
}

function programNames(folder: ProgramFolder): string[] {
  const entries = Deno.readDirSync(new URL(folder, import.meta.url));
  return [...entries].map(({ name }) => name);
}
