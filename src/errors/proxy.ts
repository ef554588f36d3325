import { property } from "./attempt.ts";
import { chainOf } from "./cause.ts";

/**
 * The hint for a failed connection that may have gone to a proxy. Node and Bun
 * report what they connected to. Deno does not distinguish between a proxy and
 * the server, so this checks the environment.
 *
 * @param hint The hint if there is no proxy.
 */
export function proxyHint(hint: string, thrown: unknown, url: URL): string {
  const scheme = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const isDirect = isDirectConnection(thrown, url);
  if (isDirect) return hint;
  if (isDirect === false) {
    return `the connection went to a proxy: check ${scheme} and ALL_PROXY, or the 'fetch' that was passed`;
  }
  const names = [scheme, "ALL_PROXY"].flatMap((name) => [
    name,
    name.toLowerCase(),
  ]);
  if (![...names, "NO_PROXY", "no_proxy"].every(isVisible)) {
    return `${hint}, and the proxy if ${scheme} is set`;
  }
  const name = names.find((name) => variable(name) !== "");
  return name === undefined || isExempt(url)
    ? hint
    : `check the proxy in ${name}, then the server`;
}

/**
 * Whether the runtime connected to the server itself; undefined if it does not
 * report that.
 */
function isDirectConnection(thrown: unknown, url: URL): boolean | undefined {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  for (const error of chainOf(thrown)) {
    const hostname = property(error, "hostname");
    if (typeof hostname === "string") return hostname === url.hostname;
    const connected = property(error, "port");
    if (connected !== undefined) return String(connected) === port;
  }
  return undefined;
}

/** Whether `NO_PROXY` includes the host, or a domain that contains it. */
function isExempt({ hostname }: URL): boolean {
  return (variable("NO_PROXY") || variable("no_proxy")).split(",").some(
    (entry) => {
      const domain = entry.trim().replace(/^\*?\./, "");
      return domain === "*" || hostname === domain ||
        domain !== "" && hostname.endsWith(`.${domain}`);
    },
  );
}

/** Whether a variable can be read without a permission prompt. */
function isVisible(name: string): boolean {
  return typeof Deno === "undefined" ||
    Deno.permissions.querySync({ name: "env", variable: name }).state ===
      "granted";
}

function variable(name: string): string {
  return globalThis.process?.env?.[name] ?? "";
}
