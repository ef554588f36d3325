import { property } from "../errors/attempt.ts";
import { hasMethods } from "./platform_object.ts";

/**
 * A readable stream of Node. Older ones, from the package `readable-stream`,
 * lack the properties that are optional here.
 */
export interface NodeReadable
  extends AsyncIterable<ArrayBuffer | ArrayBufferView> {
  /** False once it has ended, failed or was destroyed. */
  readonly readable: boolean;
  readonly destroyed: boolean;
  /** What it failed with. */
  readonly errored?: unknown;
  /** Whether data was taken from it. */
  readonly readableDidRead?: boolean;
  /** The encoding, if it yields strings instead of bytes. */
  readonly readableEncoding?: string | null;
  /** Whether its data goes to listeners or to another stream. */
  readonly readableFlowing?: boolean | null;
  on(event: "error", listener: (error: unknown) => void): unknown;
  listenerCount?(event: "readable"): number;
  destroy(): unknown;
}

/**
 * Whether a value is a readable stream of Node, from whichever package.
 */
export function isNodeReadable(value: unknown): value is NodeReadable {
  return typeof property(value, "readable") === "boolean" &&
    hasMethods(value, "pipe", "on", "destroy", Symbol.asyncIterator);
}

/**
 * Whether a stream has a listener for `readable`, which takes some of its data.
 */
export function isReadByListener(stream: NodeReadable): boolean {
  return (stream.listenerCount?.("readable") ?? 0) > 0;
}
