import { MemoryStore } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { requestsTo } from "../support/requests_to.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import {
  hasStoredRufh,
  interruptRufh,
  RUFH_BYTES,
  uploadByRufh,
} from "../support/rufh/rufh_uploads.ts";

const CHUNK = 100_000;

const CHANGES: readonly [name: string, change: (path: string) => void][] = [
  ["was written to", (path) => Deno.writeFileSync(path, RUFH_BYTES)],
  ["has another time", (path) => Deno.utimeSync(path, 1, 1)],
  ["is longer", (path) => {
    Deno.writeFileSync(path, new Uint8Array(9), { append: true });
    Deno.utimeSync(path, 1000, 1000);
  }],
];

for (const [name, change] of CHANGES) {
  Deno.test(`rufh does not continue a file that ${name}: the old upload is ended, and a new one begins`, async () => {
    using folder = new TempFolder();
    await using server = await new RufhServer().listen();
    const source = folder.write("a.bin", RUFH_BYTES);
    Deno.utimeSync(source, 1000, 1000);
    const store = new MemoryStore();
    const options = { store, chunkSize: CHUNK };
    await interruptRufh(server, [server, options, { source }]);
    change(source);

    const ended = await uploadByRufh(server, options, { source });

    assertEquals(ended.status, 200);
    assertEquals(requestsTo(server).slice(0, 4), [
      ...["DELETE 204", "POST 201", "HEAD 204", "PATCH 0 204"],
    ]);
    assert(await hasStoredRufh(server, await Deno.readFile(source)));
    assertEquals(await Array.fromAsync(store.list()), []);
  });
}
