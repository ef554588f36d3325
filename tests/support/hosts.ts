/**
 * A command that runs another one with a file in the place of `/etc/hosts`, in a mount namespace
 * of its own; undefined where the system does not permit that.
 */
export async function withHosts(file: string): Promise<string[] | undefined> {
  const command = [
    "unshare",
    "--map-root-user",
    "--mount",
    "sh",
    "-c",
    'mount --bind "$1" /etc/hosts && shift && exec "$@"',
    "sh",
    file,
  ];
  const [program = "", ...args] = command;
  try {
    const { success } = await new Deno.Command(program, {
      args: [...args, "true"],
      stdout: "null",
      stderr: "null",
    }).output();
    return success ? command : undefined;
  } catch {
    return undefined;
  }
}
