import {
  isReadByListener,
  type NodeReadable,
} from "../streams/node_readable.ts";
import { isDisturbed } from "../streams/readable_stream.ts";
import { refuse } from "./validation.ts";

/** Checks that a web stream is unused. */
export function checkStream(
  argument: string,
  stream: ReadableStream,
): ReadableStream {
  if (stream.locked) refuseShared(argument, "is locked");
  if (isDisturbed(stream)) refuseUsed(argument);
  return stream;
}

/**
 * Checks that a Node stream is unused. A failed one is accepted: the upload ends
 * with its error.
 */
export function checkNodeReadable(
  argument: string,
  stream: NodeReadable,
): NodeReadable {
  const { destroyed, errored, readable, readableEncoding } = stream;
  const isClosed = (destroyed || !readable) && (errored ?? null) === null;
  if (stream.readableDidRead || isClosed) refuseUsed(argument);
  if (stream.readableFlowing) refuseShared(argument, "is flowing");
  if (isReadByListener(stream)) {
    refuseShared(argument, "has a listener for 'readable'");
  }
  if (typeof readableEncoding === "string") {
    refuse(
      `'${argument}' must be a stream of bytes (it decodes them as ${readableEncoding}): do not set an encoding`,
    );
  }
  return stream;
}

/** Refuses a source that was used before. */
export function refuseUsed(argument: string): never {
  refuse(
    `'${argument}' must be an unused stream (it was read, closed or destroyed): open a new one`,
  );
}

function refuseShared(argument: string, state: string): never {
  refuse(
    `'${argument}' must be a stream that nothing else reads (it ${state})`,
  );
}
