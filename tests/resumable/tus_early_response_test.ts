import { upload } from "@network/upload";
import { tus } from "@network/upload/resumable";
import { assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { type RawConnection, serveRaw } from "../support/raw_server.ts";

const BYTES = Uint8Array.from({ length: 20_000_000 }, (_, at) => at % 251);
/** What the server takes of the first PATCH before it responds. */
const TAKEN = 100_000;

function respond(connection: RawConnection, ...lines: string[]) {
  return connection.write(
    ["HTTP/1.1 " + lines.join("\r\n"), "Content-Length: 0", "", ""]
      .join("\r\n"),
  );
}

for (const how of ["keeps reading", "reads no more", "closes"] as const) {
  Deno.test(`tus goes on from the offset of a server that responds early and ${how}`, async () => {
    const requests: string[] = [];
    let rest: Uint8Array<ArrayBuffer> = new Uint8Array();
    const done = Promise.withResolvers<void>();
    await using server = serveRaw(async (connection) => {
      for (let head; (head = await connection.readHead()) !== "";) {
        const [method = "", path = ""] = head.split(" ");
        const offset = /^upload-offset: (\d+)/im.exec(head)?.[1];
        requests.push([method, offset].filter(Boolean).join(" "));
        if (method === "POST") {
          await respond(connection, "201 Created", "Location: /files/1");
        } else if (method === "HEAD") {
          await respond(connection, "200 OK", `Upload-Offset: ${TAKEN}`);
        } else if (offset === "0" && path === "/files/1") {
          await connection.readBytes(TAKEN);
          const end = how === "closes" ? ["Connection: close"] : [];
          await respond(
            connection,
            ...["204 No Content", `Upload-Offset: ${TAKEN}`, ...end],
          );
          if (how === "closes") return;
          if (how === "keeps reading") {
            await connection.readBytes(BYTES.length - TAKEN);
          } else return await done.promise;
        } else {
          rest = await connection.readBytes(BYTES.length - Number(offset));
          await respond(
            connection,
            ...["204 No Content", `Upload-Offset: ${BYTES.length}`],
          );
        }
      }
    });

    const ended = await upload({
      url: `${server.url}files`,
      source: BYTES,
      protocol: tus(),
      // Only a closed connection may take another attempt.
      retry: how === "closes" ? { baseDelay: 0 } : 0,
    });
    done.resolve();

    const sent = requests.filter((request) => request !== "HEAD");
    assertEquals(sent, ["POST", "PATCH 0", "PATCH 100000"]);
    assertEquals([ended.status, ended.bytesStored], [204, BYTES.length]);
    assertEquals(sameBytes(rest, BYTES.slice(TAKEN)), true);
  });
}
