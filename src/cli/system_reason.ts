import { messageOf } from "../errors/cause.ts";

/** Why the system refused something, without the path that Deno adds. */
export function systemReason(thrown: unknown): string {
  return thrown instanceof Deno.errors.NotCapable
    ? "Permission denied"
    : messageOf(thrown).replace(/: \w+ '[^]*$/, "");
}
