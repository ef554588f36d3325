/** How many causes below one another are told; causes may go round. */
const MOST_CAUSES = 5;

/** The message of anything that was thrown, with those of its causes: runtimes hide the reason there. */
export function messageOf(thrown: unknown, causes = MOST_CAUSES): string {
  if (typeof thrown === "object" && !(thrown instanceof Error)) {
    return "an object that is no Error was thrown";
  }
  if (!(thrown instanceof Error)) return String(thrown);
  // Whatever the type says: a program can put anything there.
  const message = String(thrown.message || systemCodeOf(thrown));
  const inner = thrown.cause === undefined || causes === 0
    ? ""
    : messageOf(thrown.cause, causes - 1);
  return inner === "" || message.includes(inner)
    ? message
    : `${message}: ${inner}`;
}

/** The system's error code (`ENOENT`), or the name of the error class where there is none. */
export function systemCodeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "";
  return "code" in thrown && typeof thrown.code === "string"
    ? thrown.code
    : thrown.name;
}
