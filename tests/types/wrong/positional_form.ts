import { cancel, CurrentDirectory, upload } from "@network/upload";

const url = "http://127.0.0.1/";
const source = "a.json";
const type = "text/x";

// A wrong option is one error about that option, however many arguments follow.
// expect: TS2561 'progres' does not exist in type 'UploadParams'. Did you mean to write 'progress'?
upload(url, "PUT", { progres: true }, source);
// expect: TS2561 'progres' does not exist in type 'UploadParams'. Did you mean to write 'progress'?
upload(url, "PUT", { progress: true, progres: true }, source, type);
// expect: TS2561 'progres' does not exist in type 'UploadParams'. Did you mean to write 'progress'?
upload(url, "PUT", { progres: true }, source, CurrentDirectory);
// expect: TS2561 'progres' does not exist in type 'UploadParams'. Did you mean to write 'progress'?
upload(url, "PUT", { progres: true }, source, CurrentDirectory, type);
// expect: TS2322 Type 'string' is not assignable to type 'number'.
upload(url, "PUT", { timeout: "60" }, source);
// expect: TS2561 'sameorigin' does not exist in type 'RedirectOptions'. Did you mean to write 'sameOrigin'?
upload(url, "PUT", { handleRedirects: { sameorigin: true } }, source, type);
// expect: TS2353 'url' does not exist in type 'UploadParams'.
upload(url, "PUT", { url }, source);

// expect: TS2575 No overload expects 2 arguments
upload(url, "PUT");
// expect: TS2353 'progress' does not exist in type
upload(url, "PUT", { progress: true });
// expect: TS2345 Argument of type 'number' is not assignable to parameter of type 'UploadSource'.
upload(url, "PUT", 5);
// expect: TS2345 Argument of type 'number' is not assignable to parameter of type 'UploadSource'.
upload(url, "PUT", {}, 5);
// expect: TS2345 Argument of type 'ReadableStream<string>' is not assignable to parameter of type 'UploadSource'.
upload(url, "PUT", new ReadableStream<string>());
// expect: TS2345 Argument of type 'ReadableStream<string>' is not assignable to parameter of type 'UploadSource'.
upload(url, "PUT", {}, new ReadableStream<string>(), type);
// expect: TS2345 Argument of type '5' is not assignable to parameter of type 'UploadMethod'.
upload(url, 5, source);
// expect: TS2559 has no properties in common with type 'UploadParams'.
upload(url, "PUT", CurrentDirectory, source);

// What follows a source wrongly is one error, with a reason for each order of arguments.
// expect: TS2769 '"a.json"' is not assignable to type 'BaseDirectory | undefined'
upload(url, "PUT", new Blob(), source, CurrentDirectory);
// expect: TS2769 Argument of type '["text/x", unique symbol]' is not assignable
upload(url, "PUT", source, type, CurrentDirectory);
// expect: TS2345 Argument of type '["text/x", unique symbol]' is not assignable
upload(url, "PUT", {}, source, type, CurrentDirectory);
// expect: TS2769 Argument of type '[symbol]' is not assignable
upload(url, "PUT", source, Symbol("DocumentsDirectory"));
// expect: TS2769 Argument of type '[{ progress: boolean; }]' is not assignable
upload(url, "PUT", source, { progress: true });

// expect: TS2345 Argument of type 'number' is not assignable
cancel(5);
