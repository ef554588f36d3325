import { type ServerProcess, startServer } from "./server_process.ts";

/** How an nginx is set up. */
export interface NginxSetup {
  /** Where it keeps its files; what is put goes to `files` in it. */
  readonly folder: string;
  /** Directives for its one location. */
  readonly directives?: string;
  /** The port; by default a free one. */
  readonly port?: number;
  /** The size of the kernel's buffer for what comes in, as `8k`. */
  readonly receiveBuffer?: string;
}

/**
 * Starts an nginx that stores what is put (WebDAV).
 *
 * @param nginx The path of nginx.
 */
export function startNginx(
  nginx: string,
  { folder, directives = "", port, receiveBuffer }: NginxSetup,
): Promise<ServerProcess> {
  Deno.mkdirSync(`${folder}/files`, { recursive: true });
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`);
  return startServer({
    program: nginx,
    args: (port) => {
      const config = `${folder}/nginx.conf`;
      // One process: to kill it is to kill all of it.
      Deno.writeTextFileSync(
        config,
        `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_max_body_size 0;
  ${temporary.join("\n  ")}
  server {
    listen 127.0.0.1:${port}${
          receiveBuffer === undefined ? "" : ` rcvbuf=${receiveBuffer}`
        };
    location / {
      root ${folder}/files;
      dav_methods PUT;
      ${directives}
    }
  }
}
`,
      );
      return ["-p", folder, "-e", "stderr", "-c", config];
    },
    port,
  });
}
