import type { Settings } from "../../examples/presigned/handler.ts";
import { S3_CREDENTIALS } from "./s3/s3_options.ts";
import type { StrictS3Server } from "./s3/strict_s3_server.ts";

/** The headers of a user who knows the password. */
export function basic({ password }: Settings): { authorization: string } {
  return { authorization: `Basic ${btoa(`ann:${password}`)}` };
}

/** What the function needs to sign for a server. */
export function settingsFor(server: StrictS3Server): Settings {
  return {
    ...S3_CREDENTIALS,
    bucket: `${server.url}uploads/`,
    password: "pass:word",
  };
}
