import type { UploadError } from "../errors/upload_error.ts";
import type { UploadEndedEvent } from "../events/ended_event.ts";

/** The exit codes of the program. */
export const EXIT = {
  ok: 0,
  refused: 1,
  usage: 2,
  source: 3,
  network: 4,
  hangup: 129,
  interrupted: 130,
  brokenPipe: 141,
  terminated: 143,
} as const;

/**
 * The exit code for the outcome of an upload. One that was cancelled has that of
 * what cancelled it, so 0 here.
 */
export function exitCodeOf(event: UploadEndedEvent): number {
  if (event.isError) return exitCodeOfError(event.error);
  return event.ok ? EXIT.ok : EXIT.refused;
}

function exitCodeOfError({ code, message }: UploadError): number {
  switch (code) {
    case "cancelled":
      return EXIT.ok;
    case "invalid-options":
      return EXIT.usage;
    case "status":
      return EXIT.refused;
    case "not-found":
    case "not-a-file":
    case "outside-directory":
    case "source":
    case "store":
      return EXIT.source;
    case "permission":
      return message.startsWith("Cannot connect") ? EXIT.network : EXIT.source;
    default:
      return EXIT.network;
  }
}
