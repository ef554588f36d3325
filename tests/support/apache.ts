import { type ServerProcess, startServer } from "./server_process.ts";

const MODULES = "/usr/lib/apache2/modules";

/** Tells of a body that it read from its standard input. */
const SCRIPT = `#!/bin/sh
printf 'Content-Type: text/plain\\r\\n\\r\\n'
printf '%s %s %s ' "$REQUEST_METHOD" "$CONTENT_TYPE" "$CONTENT_LENGTH"
sha256sum
`;

/**
 * Starts an Apache httpd that stores what is put below `files` (WebDAV), and hands bodies to
 * `cgi/hash`, which responds with their method, type, length and SHA-256.
 *
 * @param apache2 The path of httpd.
 * @param folder Where it keeps its files.
 */
export function startApache(
  apache2: string,
  folder: string,
): Promise<ServerProcess> {
  // Started by root it works as another user.
  Deno.chmodSync(folder, 0o777);
  for (const name of ["files", "cgi", "locks"]) {
    Deno.mkdirSync(`${folder}/${name}`);
    Deno.chmodSync(`${folder}/${name}`, 0o777);
  }
  Deno.writeTextFileSync(`${folder}/cgi/hash`, SCRIPT, { mode: 0o755 });
  return startServer({
    program: apache2,
    // When it ends, it ends all of its process group.
    detached: true,
    args: (port) => {
      const config = `${folder}/httpd.conf`;
      Deno.writeTextFileSync(config, configOf(folder, port));
      return ["-f", config, "-D", "FOREGROUND"];
    },
  });
}

function configOf(folder: string, port: number): string {
  const modules = ["mpm_prefork", "authz_core", "dav", "dav_fs", "cgi"].map(
    (name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`,
  );
  return `${modules.join("\n")}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
ServerRoot ${folder}
DocumentRoot ${folder}
PidFile ${folder}/httpd.pid
Mutex file:${folder}
ErrorLog /dev/stderr
StartServers 1
${Deno.uid() === 0 ? "User www-data\nGroup www-data" : ""}
DavLockDB ${folder}/locks/db
<Directory ${folder}/files>
  Dav On
</Directory>
<Directory ${folder}/cgi>
  Options +ExecCGI
  SetHandler cgi-script
</Directory>
`;
}
