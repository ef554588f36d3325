import type { ServedExchange } from "./served_exchange.ts";
import type { StoredUpload } from "./stored_upload.ts";

/** How the body of a request came in. */
export type BodyOutcome = "complete" | "interrupted" | "exceeded" | "mismatch";

/** Checks the digest of bytes. */
export type Verify = (bytes: Uint8Array<ArrayBuffer>) => boolean;

/** What a body has to keep to. */
export interface BodyRules {
  /** The offset in the upload that the body must not exceed. */
  readonly end?: number | undefined;
  /** Checks the complete body, which is stored only if it passes. */
  readonly verify?: Verify | undefined;
}

/**
 * Stores the body of a request in an upload, chunk by chunk, so that an interrupted one leaves
 * what came; a body with a digest is stored completely or not at all.
 */
export async function storeBody(
  exchange: ServedExchange,
  upload: StoredUpload,
  { end = Infinity, verify }: BodyRules = {},
): Promise<BodyOutcome> {
  let outcome: BodyOutcome = "complete";
  const { request } = exchange;
  const store = (chunk: Uint8Array<ArrayBuffer>) => {
    const fitting = chunk.subarray(0, end - upload.offset);
    if (fitting.byteLength < chunk.byteLength) outcome = "exceeded";
    upload.append(fitting);
    request.stored += fitting.byteLength;
  };
  const sender = {
    received: () => request.received,
    gone: () => exchange.gone,
    drop: () => exchange.drop(),
  };
  await upload.receive(sender, async () => {
    if (verify === undefined) {
      for await (const chunk of exchange.chunks()) store(chunk);
      return request.complete;
    }
    const chunks = await Array.fromAsync(exchange.chunks());
    const body = await new Blob(chunks).bytes();
    if (verify(body)) store(body);
    else outcome = "mismatch";
    return request.complete;
  });
  return request.complete ? outcome : "interrupted";
}
