/** What a program imports that uploads to S3: how large that is. */

export { upload } from "@network/upload";
export { s3 } from "@network/upload/s3";
