import type { OpenUpload, Protocol, Reply, Send } from "../request/protocol.ts";

/** Ends what a protocol remembers of an upload; undefined if that is nothing. */
type Discard = (upload: OpenUpload, send: Send) => Promise<Reply | undefined>;

const discards = new WeakMap<Protocol, Discard>();

/** Declares how uploads of a protocol are discarded. */
export function canDiscard(protocol: Protocol, discard: Discard): void {
  discards.set(protocol, discard);
}

/** How uploads of a protocol are discarded; undefined if they cannot be. */
export function discardOf(protocol: Protocol): Discard | undefined {
  return discards.get(protocol);
}
