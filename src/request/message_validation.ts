import {
  lengthOfMessage,
  type Message,
  typeOfMessage,
} from "../source/message.ts";
import { refuseUsed } from "./stream_validation.ts";
import { refuse } from "./validation.ts";

/** The body of a `Request` or `Response`. */
interface MessageBody {
  /** Not checked yet. */
  readonly body: unknown;
  /** In bytes; undefined if unknown. */
  readonly length: number | undefined;
  /** The Content-Type, if there is one. */
  readonly type: string | undefined;
}

/** The body of a message, which must be readable and unused. */
export function bodyOf(argument: string, message: Message): MessageBody {
  const { body, bodyUsed, ok = true, status } = message;
  const type = typeOfMessage(message);
  if (!ok) {
    refuse(
      `'${argument}' must be a response with a status of 2xx (got ${status}): pass its body to send it anyway`,
    );
  }
  if (bodyUsed) refuseUsed(argument);
  // Firefox hides the body of a request.
  if (body === undefined) {
    refuse(
      `'${argument}' must have a readable body: pass the result of its blob() method`,
    );
  }
  return body === null
    ? { body: new Uint8Array(), length: 0, type }
    : { body, length: lengthOfMessage(message), type };
}
