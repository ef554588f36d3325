// Stands in for @std/streams/to-array-buffer.
export { arrayBuffer as toArrayBuffer } from "node:stream/consumers";
