/** What a request is read from and answered to. */
export interface Connection {
  read(buffer: Uint8Array): Promise<number | null>;
  write(bytes: Uint8Array): Promise<number>;
}

const LF = 10;

/** Reads requests off a connection, and no more of them than how long their bodies are. */
export class BodyReader {
  readonly #connection: Connection;
  readonly #buffer: Uint8Array;
  #start = 0;
  #end = 0;

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
    for (let first = true;; first = false) {
      const line = await this.#readLine();
      if (line === undefined) return undefined;
      if (line === "" && !first) break;
      const [name = "", value = ""] = line.toLowerCase().split(/:\s*/);
      if (name === "content-length") length = Number(value);
      if (name === "transfer-encoding") chunked = value === "chunked";
    }
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
