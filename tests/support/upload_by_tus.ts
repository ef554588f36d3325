/** What a program imports that uploads by tus: how large that is. */

export { upload } from "@network/upload";
export { tus } from "@network/upload/resumable";
