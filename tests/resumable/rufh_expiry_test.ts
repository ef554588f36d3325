import { MemoryStore } from "@network/upload/resumable";
import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { requestsTo } from "../support/requests_to.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import { uploadByRufh } from "../support/rufh/rufh_uploads.ts";

for (const version of [8, 6] as const) {
  Deno.test(`rufh ${version} notes when an upload expires, and leaves an expired one alone`, async () => {
    using time = new FakeTime();
    const limits = { maxAge: 3_600 };
    await using server = await new RufhServer({ version, limits }).listen();
    const store = new MemoryStore();
    server.hooks.answer = ({ method }) =>
      method === "PATCH" ? { status: 507 } : undefined;
    await uploadByRufh(server, { store });
    const [[, value] = []] = await Array.fromAsync(store.list());
    const { expires } = value as { expires?: number };
    assertEquals(expires, Date.now() + 3_600_000);
    server.hooks = {};
    server.requests.length = 0;
    time.tick(3_600_001);

    const ended = await uploadByRufh(server, { store });

    assertEquals(ended.response, "300000");
    assertEquals(requestsTo(server).map((line) => line.split(" ")[0]), [
      "POST",
      "PATCH",
    ]);
  });
}
