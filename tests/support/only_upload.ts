/** What a program imports that uploads in one request: how large that is. */

export { upload } from "@network/upload";
