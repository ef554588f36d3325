import type { ProxySetup } from "./caddy.ts";
import { type ServerProcess, startServer } from "./server_process.ts";
import { overTls } from "./tls.ts";

/**
 * Starts an HAProxy that speaks TLS, and HTTP/1.1 and HTTP/2 over it, and passes requests on.
 * SIGUSR2 makes it read its configuration again.
 *
 * @param haproxy The path of HAProxy.
 */
export async function startHaproxy(
  haproxy: string,
  setup: ProxySetup,
): Promise<ServerProcess> {
  const { folder, identity } = setup;
  Deno.writeTextFileSync(
    `${folder}/haproxy.pem`,
    identity.cert + identity.key,
  );
  return overTls(
    await startServer({
      program: haproxy,
      args: (port) => {
        const config = `${folder}/haproxy.cfg`;
        Deno.writeTextFileSync(config, configOf(setup, port));
        return ["-W", "-db", "-f", config];
      },
    }),
  );
}

function configOf(
  { folder, backend, maxBytes }: ProxySetup,
  port: number,
): string {
  const limit = maxBytes === undefined
    ? ""
    : `http-request deny deny_status 413 if { req.body_size gt ${maxBytes} }`;
  return `global
  nbthread 1
  maxconn 100
  tune.h2.initial-window-size 1048576
defaults
  mode http
  retries 0
  timeout connect 5s
  timeout client 30s
  timeout server 30s
frontend tls
  bind 127.0.0.1:${port} ssl crt ${folder}/haproxy.pem alpn h2,http/1.1
  ${limit}
  default_backend app
backend app
  server one 127.0.0.1:${backend}
`;
}
