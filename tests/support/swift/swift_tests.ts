import { testWith } from "../server_program.ts";
import { type SwiftOptions, SwiftServer } from "./swift_server.ts";

/**
 * Lets the tests of a file share a Swift, which is started before the first one.
 *
 * @returns Defines a test.
 */
export function swiftTests(
  options: SwiftOptions = {},
): (name: string, test: (swift: SwiftServer) => Promise<void>) => void {
  let starting: Promise<SwiftServer> | undefined;
  Deno.test.beforeAll(async () => {
    starting = SwiftServer.start(options);
    // Its failure is that of the tests.
    await starting.catch(() => {});
  });
  Deno.test.afterAll(async () => {
    const swift = await starting?.catch(() => undefined);
    await swift?.[Symbol.asyncDispose]();
  });
  return (name, test) =>
    testWith("memcached", name, async () => {
      if (starting === undefined) throw new Error("Swift was not started");
      await test(await starting);
    });
}
