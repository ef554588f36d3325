import type { Identity } from "./certificates.ts";
import { type ServerProcess, startServer } from "./server_process.ts";
import { overTls } from "./tls.ts";

/** How a proxy in front of a backend is set up. */
export interface ProxySetup {
  /** Where it keeps its files. */
  readonly folder: string;
  readonly identity: Identity;
  /** The port of the backend, on this machine. */
  readonly backend: number;
  /** The largest body that it takes, in bytes. */
  readonly maxBytes?: number;
}

/**
 * Starts a Caddy that speaks TLS, and HTTP/1.1 and HTTP/2 over it, and passes requests on.
 *
 * @param caddy The path of Caddy.
 */
export async function startCaddy(
  caddy: string,
  setup: ProxySetup,
): Promise<ServerProcess> {
  const { folder, identity } = setup;
  Deno.writeTextFileSync(`${folder}/cert.pem`, identity.cert);
  Deno.writeTextFileSync(`${folder}/key.pem`, identity.key);
  return overTls(
    await startServer({
      program: caddy,
      args: (port) => {
        const config = `${folder}/Caddyfile`;
        Deno.writeTextFileSync(config, configOf(setup, port));
        return ["run", "--adapter", "caddyfile", "--config", config];
      },
      env: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    }),
  );
}

function configOf(
  { folder, backend, maxBytes }: ProxySetup,
  port: number,
): string {
  const limit = maxBytes === undefined ? "" : `request_body {
    max_size ${maxBytes}
  }`;
  return `{
  admin off
  auto_https off
  default_sni 127.0.0.1
  grace_period 1s
  servers {
    protocols h1 h2
  }
}
https://127.0.0.1:${port} {
  bind 127.0.0.1
  tls ${folder}/cert.pem ${folder}/key.pem
  ${limit}
  reverse_proxy 127.0.0.1:${backend}
}
`;
}
