/** What a program imports that uploads by rufh: how large that is. */

export { upload } from "@network/upload";
export { rufh } from "@network/upload/resumable";
