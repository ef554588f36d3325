import { assertEquals } from "@std/assert";
import { problemBody } from "../support/rufh/rufh_context.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import { RUFH_BYTES, uploadByRufh } from "../support/rufh/rufh_uploads.ts";
import { times } from "../support/server_hooks.ts";

const SIZE = RUFH_BYTES.length;
const PROBLEM = { "Content-Type": "application/problem+json" };

const COMPLETED = ["completed-upload", "inconsistent-upload-length"] as const;
for (const problem of COMPLETED) {
  Deno.test(`rufh asks whether the upload is complete after the problem ${problem}`, async () => {
    await using server = await new RufhServer().listen();
    server.hooks.answer = ({ method, path }) => {
      const upload = server.uploads.get(path);
      if (method !== "PATCH" || upload === undefined) return undefined;
      upload.append(RUFH_BYTES);
      upload.isComplete = true;
      return {
        status: 400,
        headers: PROBLEM,
        body: problemBody(problem, "no"),
      };
    };

    const ended = await uploadByRufh(server, {}, { retry: 0 });

    assertEquals(
      [ended.ok, ended.method, ended.bytesStored],
      [true, "HEAD", SIZE],
    );
  });

  Deno.test(`rufh ends with the problem ${problem} if the upload is not complete`, async () => {
    await using server = await new RufhServer().listen();
    const body = problemBody(problem, "no");
    const answer = { status: 400, headers: PROBLEM, body };
    server.hooks.answer = times(9, "PATCH", answer);

    const ended = await uploadByRufh(server);

    assertEquals([ended.status, ended.response], [400, body]);
    assertEquals(server.requestsOf("PATCH").length, 1);
  });
}

Deno.test("rufh does not send an upload again that the server says it has completed", async () => {
  await using server = await new RufhServer().listen();
  const body = problemBody("completed-upload", "gone");
  const answer = { status: 410, headers: PROBLEM, body };
  server.hooks.answer = times(9, "PATCH", answer);

  const { error } = await uploadByRufh(server);

  assertEquals([error?.code, error?.isTransient], ["protocol", false]);
  assertEquals(server.requestsOf("POST").length, 1);
});
