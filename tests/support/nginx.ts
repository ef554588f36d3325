import type { Identity } from "./certificates.ts";
import { type ServerProcess, startServer } from "./server_process.ts";
import { overTls } from "./tls.ts";

/** How an nginx is set up. */
export interface NginxSetup {
  /** Where it keeps its files; what is put goes to `files` in it. */
  readonly folder: string;
  /** Directives for its one location. */
  readonly directives?: string;
  /** Directives for its server. */
  readonly serverDirectives?: string;
  /** The port; by default a free one. */
  readonly port?: number;
  /** The size of the kernel's buffer for what comes in, as `8k`. */
  readonly receiveBuffer?: string;
  /** Its certificate, if it speaks TLS, and then HTTP/2 too. */
  readonly identity?: Identity;
  /** Whether a worker does the work, which a reload replaces by another one. */
  readonly reloads?: boolean;
}

/**
 * Starts an nginx that stores what is put (WebDAV).
 *
 * @param nginx The path of nginx.
 */
export async function startNginx(
  nginx: string,
  setup: NginxSetup,
): Promise<ServerProcess> {
  const { folder, port, identity } = setup;
  Deno.mkdirSync(`${folder}/files`, { recursive: true });
  // Started by root, its workers are another user.
  Deno.chmodSync(folder, 0o777);
  Deno.chmodSync(`${folder}/files`, 0o777);
  if (identity !== undefined) {
    Deno.writeTextFileSync(`${folder}/cert.pem`, identity.cert);
    Deno.writeTextFileSync(`${folder}/key.pem`, identity.key);
  }
  const server = await startServer({
    program: nginx,
    args: (port) => {
      const config = `${folder}/nginx.conf`;
      Deno.writeTextFileSync(config, configOf(setup, port));
      return ["-p", folder, "-e", "stderr", "-c", config];
    },
    port,
  });
  return identity === undefined ? server : overTls(server);
}

function configOf(
  {
    folder,
    directives = "",
    serverDirectives = "",
    receiveBuffer,
    identity,
    reloads = false,
  }: NginxSetup,
  port: number,
): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`);
  const listen = [
    `127.0.0.1:${port}`,
    ...identity === undefined ? [] : ["ssl", "http2"],
    ...receiveBuffer === undefined ? [] : [`rcvbuf=${receiveBuffer}`],
  ];
  const tls = identity === undefined ? "" : `ssl_certificate ${folder}/cert.pem;
    ssl_certificate_key ${folder}/key.pem;`;
  // One process: to kill it is to kill all of it.
  return `daemon off;
master_process ${reloads ? "on" : "off"};
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_max_body_size 0;
  ${temporary.join("\n  ")}
  server {
    listen ${listen.join(" ")};
    ${tls}
    ${serverDirectives}
    location / {
      root ${folder}/files;
      dav_methods PUT;
      ${directives}
    }
  }
}
`;
}
