import { property } from "../errors/attempt.ts";
import { cancelSource } from "../source/ownership.ts";
import type {
  CheckedSourceFunction,
  ReturnedSource,
  SourceRange,
} from "../source/upload_source.ts";
import { isNodeReadable } from "../streams/node_readable.ts";
import { quietly } from "../streams/quietly.ts";
import { isReadableStream } from "../streams/readable_stream.ts";
import { refuse } from "./validation.ts";

/**
 * Checks a source function, and wraps it so that each result is checked.
 *
 * @param check Throws a `TypeError` for a result that is not a source.
 */
export function checkSourceFunction(
  argument: string,
  call: CallableFunction,
  check: (returned: unknown) => ReturnedSource,
): CheckedSourceFunction {
  if (isClass(call)) {
    refuse(`'${argument}' must not be a class: pass an instance of it`);
  }
  if (call === globalThis.fetch) {
    refuse(
      `'${argument}' must not be fetch itself: pass a function that calls it, or its response`,
    );
  }
  return async (range: SourceRange) => {
    const returned: unknown = await call(range);
    try {
      return check(returned);
    } catch (thrown) {
      cancelBody(returned);
      throw thrown;
    }
  };
}

/** Whether a function is a class, which only `new` can call. */
function isClass(call: CallableFunction): boolean {
  const prototype = Object.getOwnPropertyDescriptor(call, "prototype");
  return prototype?.writable === false;
}

/**
 * Closes a refused result, such as a response with an error page. A Node stream
 * that fails later would end the program.
 */
function cancelBody(refused: unknown): void {
  if (isNodeReadable(refused)) return cancelSource(refused, undefined);
  const body = property(refused, "body");
  if (isReadableStream(body)) quietly(() => body.cancel());
}
