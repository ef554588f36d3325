import { toLoadError } from "../errors/load_error.ts";

/**
 * Waits for code that not every upload needs, so that a page whose server signs
 * does not load what signs.
 *
 * @param task What it does, such as `signs requests`.
 * @throws {UploadError} `network` if it cannot be loaded.
 */
export async function loadCode<Module>(
  loading: Promise<Module>,
  task: string,
): Promise<Module> {
  try {
    return await loading;
  } catch (thrown) {
    throw toLoadError("network", task, thrown);
  }
}
