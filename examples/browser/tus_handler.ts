/**
 * A tus server to try an upload with. It counts the bytes that it receives and
 * keeps none, and forgets all when it ends. For a real one, see https://tus.io.
 *
 * @module
 */

/** An upload, of which only the length is kept. */
interface Stored {
  readonly length: number;
  offset: number;
  /** The request that sends to it, until that has ended. */
  receiving: Promise<void>;
}

/** A slow connection, so that the bars can be seen. */
const BYTES_PER_SECOND = 4_000_000;

/**
 * Returns a handler of the requests below a path. It speaks tus 1.0.0 with the
 * extensions creation and termination.
 *
 * @param path Where uploads are created, such as `/files/`.
 */
export function tusHandler(
  path: string,
  bytesPerSecond: number = BYTES_PER_SECOND,
): (request: Request) => Promise<Response> {
  const uploads = new Map<string, Stored>();

  return async (request) => {
    const { pathname } = new URL(request.url);
    if (request.method === "POST" && pathname === path) {
      const length = integerOf(request, "upload-length");
      if (length === undefined) return respond(400);
      const location = path + crypto.randomUUID();
      const receiving = Promise.resolve();
      uploads.set(location, { length, offset: 0, receiving });
      return respond(201, { location });
    }
    const upload = uploads.get(pathname);
    if (upload === undefined) return respond(404);
    if (request.method === "DELETE") {
      uploads.delete(pathname);
      return respond(204);
    }
    // Bytes of a request that was cancelled may still be on their way.
    await upload.receiving;
    if (request.method === "PATCH") {
      if (integerOf(request, "upload-offset") !== upload.offset) {
        return respond(409);
      }
      upload.receiving = receive(request, upload, bytesPerSecond);
      await upload.receiving;
    } else if (request.method !== "HEAD") {
      return respond(405);
    }
    return respond(request.method === "HEAD" ? 200 : 204, {
      "cache-control": "no-store",
      "upload-length": `${upload.length}`,
      "upload-offset": `${upload.offset}`,
    });
  };
}

/** Counts the bytes of a request, at the rate of a slow connection. */
async function receive(
  { body }: Request,
  upload: Stored,
  bytesPerSecond: number,
): Promise<void> {
  try {
    for await (const { byteLength } of body ?? []) {
      upload.offset += byteLength;
      const ms = byteLength / bytesPerSecond * 1000;
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  } catch {
    // The client has disconnected: what arrived is stored.
  }
}

function respond(
  status: number,
  headers: Record<string, string> = {},
): Response {
  return new Response(null, {
    status,
    headers: { "tus-resumable": "1.0.0", ...headers },
  });
}

/** A header that is a non-negative integer; undefined if it is none. */
function integerOf({ headers }: Request, name: string): number | undefined {
  const value = headers.get(name) ?? "";
  return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
