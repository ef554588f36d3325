import { fileURLToPath } from "node:url";
import { type ServerProcess, startServer } from "./server_process.ts";

const SCRIPTS = fileURLToPath(new URL("php/", import.meta.url));

/**
 * Starts PHP's own server with the scripts beside this file.
 *
 * @param php The path of PHP.
 * @param folder Where it keeps the files of forms, and what scripts write.
 */
export function startPhp(php: string, folder: string): Promise<ServerProcess> {
  return startServer({
    program: php,
    args: (port) => [
      // No php.ini: what the system's one says is not part of a test.
      "-n",
      ...[
        "upload_max_filesize=64M",
        "post_max_size=64M",
        `upload_tmp_dir=${folder}`,
      ]
        .flatMap((setting) => ["-d", setting]),
      "-S",
      `127.0.0.1:${port}`,
      "-t",
      SCRIPTS,
    ],
    env: { UPLOADS: folder },
  });
}
