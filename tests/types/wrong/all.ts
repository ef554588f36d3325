import { upload, uploadAll, type UploadAllEvent } from "@network/upload";

const url = "http://127.0.0.1/";
const source = "a.json";

// expect: TS2561 'paralel' does not exist in type 'UploadAllOptions'. Did you mean to write 'parallel'?
uploadAll([], { paralel: 2 });
// expect: TS2353 'progress' does not exist in type 'UploadAllOptions'.
uploadAll([], { progress: true });
// expect: TS2322 Type 'string' is not assignable to type 'number'.
uploadAll([], { parallel: "2" });
// expect: TS2353/TS2561 'url' does not exist in type
uploadAll({ url, source });
// expect: TS2561 'progres' does not exist in type 'UploadOptions'. Did you mean to write 'progress'?
uploadAll([{ url, source, progres: true }]);
// expect: TS2741 Property 'source' is missing in type '{ url: string; }' but required in type 'UploadOptions'.
uploadAll([{ url }]);
// expect: TS2739 Type 'Upload' is missing the following properties from type 'UploadOptions': url, source
uploadAll([upload({ url, source })]);

/** Reads what its type does not promise. */
export async function careless(event: UploadAllEvent): Promise<void> {
  // expect: TS2339 Property 'status' does not exist on type
  event.status;
  // expect: TS2540 Cannot assign to 'failed' because it is a read-only property.
  event.totals.failed = 0;
  const totals = await uploadAll([]);
  // expect: TS2339 Property 'status' does not exist on type 'UploadTotals'.
  totals.status;
}
