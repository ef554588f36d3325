import { assertEquals, assertMatch } from "@std/assert";
import type { ResumableServer } from "./resumable_server.ts";
import { sendTo } from "./send_to.ts";
import type { StoredUpload } from "./stored_upload.ts";

/** A request that a server refuses. */
export interface Refusal {
  /** What is wrong with it. */
  readonly name: string;
  readonly status: number;
  /** What the server says of it. */
  readonly reason: RegExp;
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: BodyInit;
  /** Whether a client can send it without a fault of its own. @default false */
  readonly innocent?: boolean;
}

/** The response to a refused request. */
export type RefusedResponse = Awaited<ReturnType<typeof sendTo>>;

/** Sends a request, and checks how it is refused, and that it is recorded. */
export async function assertRefused(
  server: ResumableServer<StoredUpload>,
  { status, reason, method, path, headers, body, innocent = false }: Refusal,
): Promise<RefusedResponse> {
  const response = await sendTo(server, method, path, headers, body);
  assertEquals(response.status, status);
  const refusal = server.requests.at(-1)?.refusal ?? "";
  assertMatch(refusal, reason);
  assertEquals(server.violations, innocent ? [] : [refusal]);
  return response;
}
