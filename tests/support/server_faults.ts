import type { FaultScene } from "./fault_scene.ts";
import { closing } from "./raw_request.ts";
import type { RawConnection } from "./raw_server.ts";
import { turn } from "./turns.ts";

/** What a server does with a connection. */
export type Handler = (
  connection: RawConnection,
  scene: FaultScene,
) => Promise<unknown>;

/** Closes the connection. */
export const closes: Handler = () => Promise.resolve();

/** Reads the request to its end, then writes a text, and closes or continues. */
export function says(
  text: string,
  goOn: Handler = closes,
): Handler {
  return async (connection, scene) => {
    await scene.readBody(connection);
    await connection.write(text);
    await goOn(connection, scene);
  };
}

/** Starts a server that reads each request to its end, and responds with 200. */
export function serveWhole(scene: FaultScene): string {
  const handle = says(closing("ok"));
  return scene.serve((connection) => handle(connection, scene));
}

/** Writes a text once it has read the head of the request, and another one after the rest. */
export function saysBetween(text: string, then: string): Handler {
  return async (connection, scene) => {
    const head = await connection.readHead();
    await connection.write(text);
    await scene.readBody(connection, head);
    await connection.write(then);
  };
}

/** Writes a text before it reads the request. */
export function saysBefore(text: string): Handler {
  return async (connection, scene) => {
    await connection.write(text);
    await scene.readBody(connection);
  };
}

/** Writes a text once it has read the head of the request, and closes or continues. */
export function saysEarly(
  text: string,
  goOn: Handler = closes,
): Handler {
  return async (connection, scene) => {
    await connection.readHead();
    await connection.write(text);
    await goOn(connection, scene);
  };
}

/** Reads the request to its end, then writes a text, and repeats another one until the client disconnects. */
export function repeats(text: string, again: string): Handler {
  return says(text, async (connection) => {
    while (await connection.write(again)) {
      // Let the client run, which is in the same process.
      await turn();
    }
  });
}

/** Reads the request to its end, then writes piece by piece. */
export function trickles(pieces: Iterable<string>, pauseMs: number): Handler {
  return says("", async (connection) => {
    for (const piece of pieces) {
      await connection.write(piece);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  });
}

/** Reads everything that arrives. */
export const drains: Handler = (connection) => connection.drain();

/** Does nothing any more. */
export const stops: Handler = (_connection, { over }) => over;
