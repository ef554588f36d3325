import type {
  Upload,
  UploadAnsweredEvent,
  UploadEndedEvent,
  UploadErrorCode,
  UploadEvent,
} from "@network/upload";

/** Reads what its type does not promise. */
export function careless(event: UploadEvent, ended: UploadEndedEvent): void {
  // expect: TS2339 Property 'status' does not exist on type 'UploadEvent'.
  event.status;
  // expect: TS2540 Cannot assign to 'bytesTransferred' because it is a read-only property.
  event.bytesTransferred = 0;
  // expect: TS18048 'ended.error' is possibly 'undefined'.
  ended.error.code;
  // expect: TS2339 Property 'trim' does not exist on type 'string | Uint8Array<ArrayBuffer>'.
  ended.response.trim();
  // expect: TS2367 This comparison appears to be unintentional
  if (event.phase === "done") return;
}

/** Switches on some codes only. */
export function textOf(code: UploadErrorCode): string {
  switch (code) {
    case "cancelled":
      return "Cancelled";
    default:
      // expect: TS1360 does not satisfy the expected type 'never'.
      return code satisfies never;
  }
}

/** Takes what a handle does not give. */
export async function resultsOf(running: Upload): Promise<unknown[]> {
  const ended = await running;
  // expect: TS2322 is not assignable to type 'UploadAnsweredEvent'.
  const answered: UploadAnsweredEvent = ended;
  const parsed = await running.json();
  // expect: TS18046 'parsed' is of type 'unknown'.
  const id = parsed.id;
  // expect: TS2739/TS2740 is missing the following properties from type 'Headers'
  const headers: Headers = ended.responseHeaders;
  return [answered, id, headers];
}
