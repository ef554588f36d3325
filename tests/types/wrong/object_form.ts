import { upload, type UploadOptions } from "@network/upload";

const url = "http://127.0.0.1/";
const source = "a.json";

// expect: TS2561 'progres' does not exist in type 'UploadOptions'. Did you mean to write 'progress'?
upload({ url, source, progres: true });
// expect: TS2561 'onProgress' does not exist in type 'UploadOptions'. Did you mean to write 'progress'?
upload({ url, source, onProgress() {} });
// expect: TS2322 Type 'string' is not assignable to type 'number'.
upload({ url, source, timeout: "60" });
// expect: TS2322 Type 'number' is not assignable to type 'boolean
upload({ url, source, progress: 1 });
// expect: TS2820 Did you mean '"text"'?
upload({ url, source, bodyType: "txt" });
// expect: TS2561 'sameorigin' does not exist in type 'RedirectOptions'. Did you mean to write 'sameOrigin'?
upload({ url, source, handleRedirects: { sameorigin: true } });
// expect: TS2561 'fileName' does not exist in type 'MultipartOptions'. Did you mean to write 'filename'?
upload({ url, source, multipart: { fileName: "a.json" } });
// expect: TS2322 Type 'number' is not assignable to type 'UploadMethod
upload({ url, source, method: 5 });
// expect: TS2322 Type 'symbol' is not assignable to type 'BaseDirectory | undefined'.
upload({ url, source, baseDirectory: Symbol("DocumentsDirectory") });
// expect: TS2345/TS2741 Property 'source' is missing in type '{ url: string; }' but required in type 'UploadOptions'.
upload({ url });
// expect: TS2345/TS2741 Property 'url' is missing in type '{ source: string; }' but required in type 'UploadOptions'.
upload({ source });
// expect: TS2322 Type 'number' is not assignable to type 'UploadSource'.
upload({ url, source: 5 });
// expect: TS2322 Type 'ReadableStream<string>' is not assignable to type 'UploadSource'.
upload({ url, source: new ReadableStream<string>() });
// expect: TS2575 No overload expects 2 arguments
upload({ url, source } satisfies UploadOptions, "PUT");
