import { join } from "@std/path/posix/join";
import { installFromNpm } from "../support/npm.ts";
import type { Bench } from "./bench.ts";
import { denoSender, run, send, startReceiver } from "./processes.ts";
import type { Row, Table, Target } from "./report.ts";
import { type Contender, ratiosOf, takeTurns } from "./rounds.ts";
import type { SendRequest } from "./send/protocol.ts";

const UPLOAD = "upload(), progress: true";
const CURL = "curl -T";
const RAW = "the receiver itself (raw writes)";
const FETCH = "Deno fetch(file.readable)";

/** How fast one large file goes, against what others need for it. */
export async function throughput(bench: Bench): Promise<Table> {
  await using receiver = await startReceiver(bench.loopback);
  const url = `http://127.0.0.1:${receiver.port}/`;
  const contenders = await commonContenders(bench, url);
  const targets = new Map<string, Target>([
    [CURL, { atLeast: 0.95 }],
    [FETCH, { atLeast: 1.4 }],
  ]);
  if (bench.peers) {
    for (const [name, command] of await peerCommands(bench)) {
      contenders.set(name, timed(bench, command, { url }));
    }
    for (const name of ["axios", "got", "ky"]) {
      targets.set(name, { atLeast: 3 });
    }
  }
  return await race(bench, "Throughput, 1 GiB", contenders, targets);
}

/** The same over TLS. */
export async function tls(bench: Bench): Promise<Table> {
  const identity = await makeIdentity(bench.folder);
  const { prefix } = bench.loopback;
  await using receiver = await startReceiver({ identity, prefix });
  const url = `https://localhost:${receiver.port}/`;
  const contenders = await commonContenders(bench, url, identity.cert);
  const targets = new Map<string, Target>([[CURL, { atLeast: 0.9 }]]);
  return await race(bench, "Throughput over TLS, 1 GiB", contenders, targets);
}

async function commonContenders(
  bench: Bench,
  url: string,
  caCert?: string,
): Promise<Map<string, Contender>> {
  const request = caCert === undefined ? { url } : { url, caCert };
  return new Map([
    [UPLOAD, timed(bench, denoSender("upload"), request)],
    [CURL, await curl(bench, url)],
    [FETCH, timed(bench, denoSender("fetch"), request)],
    [RAW, timed(bench, denoSender("raw"), request)],
  ]);
}

async function race(
  { rounds, loopback }: Bench,
  title: string,
  contenders: ReadonlyMap<string, Contender>,
  targets: ReadonlyMap<string, Target>,
): Promise<Table> {
  const speeds = await takeTurns(contenders, rounds);
  const own = speeds.get(UPLOAD) ?? [];
  const rows = Array.from(speeds, ([name, values]): Row => {
    const target = targets.get(name);
    const ratios = ratiosOf(own, values);
    const row = { name, unit: "MB/s", values };
    return name === UPLOAD
      ? row
      : { ...row, ratios, ...(target && { target }) };
  });
  const notes = ["ratio: upload() divided by this one", loopback.note];
  return { title, rows, notes };
}

/** A sender of the file of the bench; its speed is in MB/s. */
export function timed(
  { file, warmUp, loopback: { prefix } }: Bench,
  command: readonly string[],
  request: Omit<SendRequest, "file" | "warmUp">,
): Contender {
  return async () => {
    const sent = { ...request, file, warmUp };
    const { ms, answer } = await send(command, sent, prefix);
    return megabytesPerSecond(file, answer, ms);
  };
}

/** Without waiting for a 100 (Continue), as the others. */
async function curl(bench: Bench, url: string): Promise<Contender> {
  await run("curl", "--version");
  const { file, loopback: { prefix } } = bench;
  const cacert = url.startsWith("https:")
    ? ["--cacert", join(bench.folder, "cert.pem")]
    : [];
  const format = " %{time_pretransfer} %{time_total}";
  return async () => {
    const output = await run(
      ...[...prefix, "curl", "-sS", "-T", file, "-H", "Expect:", "-w", format],
      ...[...cacert, url],
    );
    const [answer = "", start, end] = output.split(" ");
    return megabytesPerSecond(
      file,
      answer,
      (Number(end) - Number(start)) * 1e3,
    );
  };
}

function megabytesPerSecond(file: string, answer: string, ms: number): number {
  const { size } = Deno.statSync(file);
  if (answer === String(size)) return size / ms / 1000;
  throw new Error(`${answer} of ${size} bytes arrived`);
}

async function makeIdentity(
  folder: string,
): Promise<{ cert: string; key: string }> {
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  await run(
    ...["openssl", "req", "-x509", "-nodes", "-days", "1"],
    ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
    ...["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
    ...["-addext", "basicConstraints=critical,CA:FALSE"],
    ...["-keyout", key, "-out", cert],
  );
  return {
    cert: await Deno.readTextFile(cert),
    key: await Deno.readTextFile(key),
  };
}

/** Installs the peers from npm into the folder of the bench. */
async function peerCommands({ folder }: Bench): Promise<[string, string[]][]> {
  const script = join(folder, "peers.mjs");
  await Deno.copyFile(new URL("send/peers.mjs", import.meta.url), script);
  await installFromNpm(folder, ["axios", "got", "ky", "bun"]);
  const bun = join(folder, "node_modules/.bin/bun");
  return [
    ["Bun fetch(Bun.file())", [bun, script, "bun"]],
    ["Node fetch(openAsBlob())", ["node", script, "node"]],
    ["axios", ["node", script, "axios"]],
    ["axios, maxRedirects: 0", ["node", script, "axios-unbuffered"]],
    ["got", ["node", script, "got"]],
    ["ky", ["node", script, "ky"]],
  ];
}
