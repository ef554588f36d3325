import { assertLessOrEqual } from "@std/assert";
import { bundle } from "../support/bundle.ts";
import { TempFolder } from "../support/files.ts";
import { testWith } from "../support/server_program.ts";

const MEBIBYTE = new Uint8Array(1024 * 1024);

/** As many MiB as the path says. */
function serveMebibytes(): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    ({ url }) => {
      const count = Number(new URL(url).pathname.slice(1));
      return new Response(
        ReadableStream.from(Array.from({ length: count }, () => MEBIBYTE)),
      );
    },
  );
}

testWith(
  "node",
  "readResponse() takes time in Node that grows with the answer, not with its square",
  async (node) => {
    using folder = new TempFolder();
    const program = `${folder.path}/program.mjs`;
    await bundle("tests/support/read_response_program.ts", program);
    await using server = serveMebibytes();

    const { stdout } = await new Deno.Command(node, {
      args: [program, `http://127.0.0.1:${server.addr.port}/`],
    }).output();

    const [short = 0, long = NaN] = JSON.parse(
      new TextDecoder().decode(stdout),
    );
    assertLessOrEqual(long, 16 * short);
  },
);
