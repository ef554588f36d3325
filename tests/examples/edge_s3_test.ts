import { assert, assertEquals } from "@std/assert";
import { streamOf } from "../support/bytes.ts";
import { endedWith, put, putPiece, watch } from "../support/edge_client.ts";
import {
  EDGE_HOSTS,
  type EdgeVariables,
  removeRuntimes,
  testHost,
} from "../support/edge_hosts.ts";
import { refusing } from "../support/s3/s3_hooks.ts";
import { S3_CREDENTIALS } from "../support/s3/s3_options.ts";
import { hasObject, PART_SIZE, patternOf } from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";
import { until } from "../support/until.ts";

/** Two parts and a little. */
const SIZE = 2 * PART_SIZE + 1234;

Deno.test.afterAll(removeRuntimes);

function variablesFor({ url }: StrictS3Server): EdgeVariables {
  return {
    STORAGE_URL: `${url}uploads/`,
    AWS_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
  };
}

for (const host of EDGE_HOSTS) {
  testHost(host, "forwards bodies of any length to S3", async () => {
    await using server = await new StrictS3Server({ equalParts: true })
      .listen();
    await using edge = await host.start(variablesFor(server));

    for (const size of [0, 1000, PART_SIZE, SIZE]) {
      for (const isStream of [false, true]) {
        const bytes = patternOf(size);
        const key = `${size} ${isStream}.png`;
        const id = `${size}-${isStream}`;
        const url = `${edge.url}files/${encodeURIComponent(key)}?upload=${id}`;
        const events = await watch(`${edge.url}progress/${id}`);

        const status = await put(url, isStream ? streamOf(bytes) : bytes);

        assertEquals([key, status], [key, 200]);
        assertEquals(await hasObject(server, bytes, key), true);
        const { headers } = server.bucket().object(key);
        assertEquals(headers["content-type"], "image/png");
        const last = (await Array.fromAsync(events)).at(-1);
        const estimated = isStream ? -1 : size;
        assertEquals(last, endedWith(size, estimated, 200));
      }
    }
    assertEquals(server.requestsOf("CreateMultipartUpload").length, 2);
  });

  testHost(host, "forwards bodies without a type to S3", async () => {
    await using server = await new StrictS3Server().listen();
    await using edge = await host.start(variablesFor(server));
    const bytes = patternOf(SIZE);

    const status = await put(`${edge.url}files/a`, streamOf(bytes), "");

    assertEquals(status, 200);
    assertEquals(await hasObject(server, bytes, "a"), true);
    const { headers } = server.bucket().object("a");
    assertEquals(headers["content-type"], "application/octet-stream");
  });

  const sizes = [10 * PART_SIZE, undefined, ...host.seesEnd ? [SIZE] : []];
  for (const size of sizes) {
    for (const query of ["", "?upload=gone"]) {
      const sent = size === SIZE
        ? "that has sent everything"
        : `${size ? "with" : "without"} a length`;
      const id = query === "" ? "no id" : "an id";
      testHost(
        host,
        `leaves nothing in S3 if a client ${sent} and with ${id} goes away`,
        async () => {
          await using server = await new StrictS3Server().listen();
          const held = Promise.withResolvers<void>();
          const gone = Promise.withResolvers<void>();
          server.hooks.hold = ({ partNumber }) => {
            if (partNumber !== 3) return undefined;
            held.resolve();
            return gone.promise;
          };
          await using edge = await host.start(variablesFor(server));
          const url = `${edge.url}files/gone${query}`;
          const leave = await putPiece(url, SIZE, size);
          if (size === SIZE) await held.promise;
          await until(() =>
            server.requestsOf("UploadPart").some(({ status }) => status === 200)
          );

          leave();

          const bucket = server.bucket();
          await until(() =>
            server.requestsOf("AbortMultipartUpload").length > 0
          );
          // A part that is still on its way may arrive after the first of several.
          gone.resolve();
          await until(() => bucket.uploads.length === 0);
          assertEquals(bucket.objects.size, 0);
          assertEquals(server.requestsOf("CompleteMultipartUpload"), []);
        },
      );
    }
  }

  testHost(host, "sends S3 again what it was too busy for", async () => {
    await using server = await new StrictS3Server().listen();
    await using edge = await host.start(variablesFor(server));
    const busy = [
      refusing("CreateMultipartUpload", "SlowDown"),
      refusing("UploadPart", "SlowDown", { partNumber: 2 }),
      refusing("CompleteMultipartUpload", "SlowDown"),
      refusing("PutObject", "SlowDown", { isEarly: true }),
    ];
    server.hooks.answer = (request) => {
      for (const answer of busy) {
        const refusal = answer(request);
        if (refusal !== undefined) return refusal;
      }
    };
    const bytes = patternOf(SIZE);
    const small = patternOf(100_000);

    const statuses = [
      await put(`${edge.url}files/large`, streamOf(bytes)),
      await put(`${edge.url}files/small`, small),
    ];

    assertEquals(statuses, [200, 200]);
    assertEquals(await hasObject(server, bytes, "large"), true);
    assertEquals(await hasObject(server, small, "small"), true);
    assertEquals(Object.fromEntries(server.partsSent), { 1: 1, 2: 2, 3: 1 });
  });

  testHost(host, "leaves nothing in S3 if it refuses a part", async () => {
    await using server = await new StrictS3Server().listen();
    await using edge = await host.start(variablesFor(server));
    server.hooks.answer = refusing("UploadPart", "AccessDenied", {
      partNumber: 2,
    });
    const response = await fetch(`${edge.url}files/a`, {
      method: "PUT",
      body: patternOf(SIZE),
    });

    assertEquals(response.status, 403);
    const text = await response.text();
    assert(!text.includes(S3_CREDENTIALS.accessKeyId), text);
    assertEquals(server.bucket().uploads.length, 0);
  });

  testHost(host, "forwards 50 uploads at once to S3", async () => {
    await using server = await new StrictS3Server().listen();
    await using edge = await host.start(variablesFor(server));
    const sizeOf = (index: number) =>
      index % 10 === 0 ? PART_SIZE + 1000 + index : 100_000 + index;

    const statuses = await Promise.all(
      Array.from({ length: 50 }, (_, index) => {
        const bytes = patternOf(sizeOf(index));
        const body = index % 2 === 0 ? bytes : streamOf(bytes);
        return put(`${edge.url}files/${index}?upload=id-${index}`, body);
      }),
    );

    assertEquals(statuses, Array(50).fill(200));
    for (let index = 0; index < 50; index++) {
      const bytes = patternOf(sizeOf(index));
      assertEquals(await hasObject(server, bytes, `${index}`), true);
    }
  });
}
