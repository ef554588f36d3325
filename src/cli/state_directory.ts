import { isUploadError, UploadError } from "../errors/upload_error.ts";
import { ApplicationSupportDirectory } from "../files/base_directory.ts";
import { currentEnvironment } from "../files/environment.ts";
import { type Environment, findDirectory } from "../files/find_directory.ts";
import { styleOf } from "../files/path_style.ts";
import { systemReason } from "./system_reason.ts";

/**
 * Where unfinished uploads are remembered: a directory of the user, such as
 * `~/.local/share/network-upload`, that nobody else may enter. It is created.
 *
 * @throws {UploadError} `store` if that is not possible.
 */
export async function openStateDirectory(): Promise<string> {
  const environment = currentEnvironment();
  const parent = await findParent(environment);
  if (parent === undefined) {
    throw new UploadError(
      "store",
      "Cannot remember unfinished uploads: no variable says where",
      { hint: "set HOME" },
    );
  }
  const directory = styleOf(environment).join(parent, "network-upload");
  try {
    await Deno.mkdir(directory, { recursive: true, mode: 0o700 });
    // It may have been there already. URLs of uploads may be secrets.
    if (environment.os !== "windows") await Deno.chmod(directory, 0o700);
  } catch (thrown) {
    const isDenied = thrown instanceof Deno.errors.NotCapable;
    throw new UploadError(
      "store",
      `Cannot remember unfinished uploads in ${JSON.stringify(directory)}: ${
        systemReason(thrown)
      }`,
      {
        hint: isDenied
          ? "run the program with --allow-read and --allow-write for it"
          : "check that directory",
        cause: thrown,
      },
    );
  }
  return directory;
}

async function findParent(
  environment: Environment,
): Promise<string | undefined> {
  try {
    return await findDirectory(ApplicationSupportDirectory, environment);
  } catch (thrown) {
    if (!isUploadError(thrown) || thrown.code !== "permission") throw thrown;
    // Its hint is for programs, which can choose another directory.
    throw new UploadError(
      "store",
      "Cannot remember unfinished uploads: Permission denied",
      { hint: "run the program with --allow-env", cause: thrown },
    );
  }
}
