import { lookup } from "mrmime";

/** The Content-Type for the extension of a filename, if known. */
export function typeOfName(name: string): string | undefined {
  // The table is a plain object, so `x.constructor` finds an inherited
  // property.
  const type: unknown = lookup(name);
  return typeof type === "string" ? type : undefined;
}
