/** What a request is read from and answered to. */
export interface Connection {
  read(buffer: Uint8Array): Promise<number | null>;
  write(bytes: Uint8Array): Promise<number>;
}

const LF = 10;
const CONTINUE = new TextEncoder().encode("HTTP/1.1 100 Continue\r\n\r\n");

/** Reads requests off a connection, and no more of them than how long their bodies are. */
export class BodyReader {
  readonly #connection: Connection;
  readonly #buffer: Uint8Array;
  #start = 0;
  #end = 0;
  /** The method and the target of the last request. */
  requestLine = "";

  constructor(connection: Connection, readSize: number) {
    this.#connection = connection;
    this.#buffer = new Uint8Array(readSize);
  }

  /**
   * Reads the next request to its end.
   *
   * @param onBytes Told how many bytes of the body came, each time.
   * @returns The length of its body; undefined after the last request.
   */
  async readRequest(
    onBytes?: (count: number) => void,
  ): Promise<number | undefined> {
    let length: number | undefined;
    let chunked = false;
    let waits = false;
    for (let first = true;; first = false) {
      const line = await this.#readLine();
      if (line === undefined) return undefined;
      if (line === "" && !first) break;
      if (first) this.requestLine = line;
      const [name = "", value = ""] = line.toLowerCase().split(/:\s*/);
      if (name === "content-length") length = Number(value);
      if (name === "transfer-encoding") chunked = value === "chunked";
      if (name === "expect") waits = value === "100-continue";
    }
    if (waits) await this.#connection.write(CONTINUE);
    if (!chunked) return await this.#skip(length ?? 0, onBytes);
    return await this.#skipChunks(onBytes);
  }

  async #skipChunks(
    onBytes?: (count: number) => void,
  ): Promise<number | undefined> {
    let length = 0;
    while (true) {
      const line = await this.#readLine();
      if (line === undefined) return undefined;
      const size = Number.parseInt(line, 16);
      if (await this.#skip(size, onBytes) === undefined) return undefined;
      if (await this.#readLine() === undefined) return undefined;
      if (size === 0) return length;
      length += size;
    }
  }

  async #skip(
    count: number,
    onBytes?: (count: number) => void,
  ): Promise<number | undefined> {
    for (let left = count; left > 0;) {
      if (this.#start === this.#end && !await this.#fill()) return undefined;
      const taken = Math.min(left, this.#end - this.#start);
      this.#start += taken;
      left -= taken;
      onBytes?.(taken);
    }
    return count;
  }

  async #readLine(): Promise<string | undefined> {
    let line = "";
    while (true) {
      const part = this.#buffer.subarray(this.#start, this.#end);
      const end = part.indexOf(LF);
      const taken = end < 0 ? part : part.subarray(0, end + 1);
      line += String.fromCharCode(...taken);
      this.#start += taken.byteLength;
      if (end >= 0) return line.trimEnd();
      if (!await this.#fill()) return undefined;
    }
  }

  /** Reads anew, where all that was read is used up. */
  async #fill(): Promise<boolean> {
    const read = await this.#connection.read(this.#buffer);
    this.#start = 0;
    this.#end = read ?? 0;
    return read !== null;
  }
}
