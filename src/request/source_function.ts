import { property } from "../errors/attempt.ts";
import { cancelSource } from "../source/ownership.ts";
import type {
  FindSource,
  FoundSource,
  SourceRange,
} from "../source/upload_source.ts";
import { isNodeReadable } from "../streams/node_readable.ts";
import { quietly } from "../streams/quietly.ts";
import { isReadableStream } from "../streams/readable_stream.ts";
import { refuse } from "./validation.ts";

/**
 * Makes of a function of the caller one that checks what it returns.
 *
 * @param check Throws a `TypeError` for what is no source.
 */
export function toFindSource(
  argument: string,
  call: CallableFunction,
  check: (found: unknown) => FoundSource,
): FindSource {
  if (isClass(call)) {
    refuse(`'${argument}' must not be a class: pass an instance of it`);
  }
  if (call === globalThis.fetch) {
    refuse(
      `'${argument}' must not be fetch itself: pass a function that calls it, or its response`,
    );
  }
  return async (range: SourceRange) => {
    const found: unknown = await call(range);
    try {
      return check(found);
    } catch (thrown) {
      discard(found);
      throw thrown;
    }
  };
}

/** Whether a function is a class: only `new` calls it. */
function isClass(call: CallableFunction): boolean {
  const prototype = Object.getOwnPropertyDescriptor(call, "prototype");
  return prototype?.writable === false;
}

/**
 * Closes what is refused, such as a response that is an error page. A Node
 * stream that fails later would end the program.
 */
function discard(found: unknown): void {
  if (isNodeReadable(found)) return cancelSource(found, undefined);
  const body = property(found, "body");
  if (isReadableStream(body)) quietly(() => body.cancel());
}
