/**
 * The value of a variable that the program can do without; undefined if it is
 * not set, or may not be read. Never asks for the permission.
 */
export function optionalVariable(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}
