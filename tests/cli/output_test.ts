import { assertEquals } from "@std/assert";
import { Output } from "../../src/cli/output.ts";
import { TempFolder } from "../support/files.ts";

/** Makes standard output look like a terminal or not, until the end of its scope. */
class FakeOutput implements Disposable {
  readonly #isTerminal = Deno.stdout.isTerminal;

  constructor(isTerminal: boolean) {
    Deno.stdout.isTerminal = () => isTerminal;
  }

  [Symbol.dispose](): void {
    Deno.stdout.isTerminal = this.#isTerminal;
  }
}

for (const isTerminal of [true, false]) {
  Deno.test(`Output shows a response on a terminal, unless it is empty (${isTerminal})`, async () => {
    using folder = new TempFolder();
    using _fake = new FakeOutput(isTerminal);
    using stdout = await Output.open("-");
    using file = await Output.open(`${folder.path}/out`);

    const shown = [stdout, file].map((output) =>
      ["text", ""].map((response) => output.shows({ response }))
    );

    assertEquals(shown, [[isTerminal, false], [false, false]]);
  });
}
