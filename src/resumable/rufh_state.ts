import type { Reply } from "../request/protocol.ts";
import { NO_LIMITS, type RufhLimits } from "./rufh_limits.ts";

/** What is known of an upload on the server, from attempt to attempt. */
export interface RufhState {
  /** Where it is; undefined if there is none yet. */
  url: URL | undefined;
  /** How many bytes the server has acknowledged. */
  offset: number;
  /** What the server allows. */
  limits: RufhLimits;
  /** The size of an append that was not too large for what is before the server. */
  maxAccepted: number;
  /** When the upload expires, in ms since 1970; undefined if it does not. */
  expires: number | undefined;
  /**
   * The refusal of the last append, in version 6: if the server has completed
   * the upload nevertheless, it is the response to all of it.
   */
  refusal: Reply | undefined;
}

/** The state of an upload that is not created. */
export function stateAt(url: URL | undefined): RufhState {
  return {
    url,
    offset: 0,
    limits: NO_LIMITS,
    maxAccepted: Infinity,
    expires: undefined,
    refusal: undefined,
  };
}
