import { run } from "./processes.ts";

/**
 * A line of a certain speed between two network namespaces; root makes it, and no real network is
 * touched. The narrow place is a router between them, as it is in the world: a sender that is
 * shaped itself holds back without a loss, and buffers megabytes.
 */
export interface ShapedLine extends AsyncDisposable {
  /** The command that runs another one at the sending end. */
  readonly sending: readonly string[];
  /** The command that runs another one at the receiving end. */
  readonly receiving: readonly string[];
  /** The address of the receiving end. */
  readonly hostname: string;
  /** Makes it go dead: nothing passes, and neither end is notified. */
  cut(): Promise<void>;
}

const HOSTNAME = "10.213.2.1";
const GATEWAYS = ["10.213.1.2", "10.213.2.2"] as const;

/** What a line does besides being slow. */
export interface LineFaults {
  /** How long a packet and its answer take, in ms. */
  readonly roundTripMs: number;
  /** How many packets to the receiver get lost, in per cent. */
  readonly lossPercent: number;
}

/** Lays a line of so many bits a second. */
export async function layLine(
  bitsPerSecond: number,
  faults?: LineFaults,
): Promise<ShapedLine> {
  const id = `bench${crypto.randomUUID().slice(0, 6)}`;
  const [near, router, far] = [`${id}a`, `${id}r`, `${id}b`];
  const dispose = async () => {
    for (const name of [near, router, far]) {
      await run("ip", "netns", "delete", name).catch(() => {});
    }
  };
  try {
    for (const name of [near, router, far]) {
      await run("ip", "netns", "add", name);
    }
    // In packets of the size that a wire takes; on a fast line that is more than this machine can.
    const packets = bitsPerSecond > 1e8 ? [] : ["gso_max_segs", "1"];
    await connect(near, "10.213.1.1", router, GATEWAYS[0], "left", packets);
    await connect(far, HOSTNAME, router, GATEWAYS[1], "right", packets);
    const forward = "echo 1 > /proc/sys/net/ipv4/ip_forward";
    await run("ip", "netns", "exec", router, "sh", "-c", forward);
    // The bucket has to hold what a timer's tick lets through, and a packet at the least.
    const burst = Math.max(4_000, bitsPerSecond / 8 / 250);
    if (faults !== undefined) await spoil(near, router, faults);
    await run(
      ...["tc", "-n", router, "qdisc", "add", "dev", "right"],
      ...(faults === undefined ? ["root"] : ["parent", "1:1"]),
      ...["tbf", "rate", `${bitsPerSecond}bit`, "burst", `${burst}`],
      ...["latency", "200ms"],
    );
  } catch (thrown) {
    await dispose();
    throw thrown;
  }
  return {
    sending: ["ip", "netns", "exec", near],
    receiving: ["ip", "netns", "exec", far],
    hostname: HOSTNAME,
    async cut() {
      await run("ip", "-n", far, "link", "set", "eth", "down");
    },
    [Symbol.asyncDispose]: dispose,
  };
}

/** Why such a line cannot be laid here; undefined if it can. */
export async function whyNoLine(
  ...line: Parameters<typeof layLine>
): Promise<string | undefined> {
  try {
    await using _line = await layLine(...line);
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/**
 * Delays and loses packets in the queues of the router. The sender gets reno as congestion control,
 * which each kernel has: BBR, which the system may have, takes no loss for congestion.
 */
async function spoil(
  near: string,
  router: string,
  { roundTripMs, lossPercent }: LineFaults,
): Promise<void> {
  const add = ["tc", "-n", router, "qdisc", "add", "dev"];
  const netem = ["netem", "limit", "10000", "delay", `${roundTripMs / 2}ms`];
  const loss = ["loss", `${lossPercent}%`];
  await run(...add, "right", "root", "handle", "1:", ...netem, ...loss);
  await run(...add, "left", "root", ...netem);
  const control = "echo reno > /proc/sys/net/ipv4/tcp_congestion_control";
  await run("ip", "netns", "exec", near, "sh", "-c", control);
}

/** Connects a host to the router. */
async function connect(
  host: string,
  address: string,
  router: string,
  gateway: string,
  device: string,
  packets: readonly string[],
): Promise<void> {
  await run(
    ...["ip", "-n", host, "link", "add", "eth", ...packets, "type", "veth"],
    ...["peer", "name", device, ...packets, "netns", router],
  );
  await configure(host, address, "eth");
  await configure(router, gateway, device);
  await run("ip", "-n", host, "route", "add", "default", "via", gateway);
}

async function configure(
  name: string,
  address: string,
  device: string,
): Promise<void> {
  const ip = ["ip", "-n", name];
  await run(...ip, "address", "add", `${address}/24`, "dev", device);
  await run(...ip, "link", "set", device, "up");
}
