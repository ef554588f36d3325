import type { StoredPart } from "./multipart.ts";

/** What the server has of an object until it is complete. */
export class UploadState {
  readonly uploadId: string;
  /** In bytes, of all parts but the last. */
  readonly partSize: number;
  /** When it began, in ms since 1970 by the clock of the server. */
  readonly since: number;
  /** Whether the server is to be asked for its parts first. */
  isUncertain = false;
  /** Whether its completion was sent, and not refused. */
  mayBeComplete = false;
  readonly #parts = new Map<number, StoredPart>();
  #bytes = 0;

  constructor(uploadId: string, partSize: number, since: number) {
    this.uploadId = uploadId;
    this.partSize = partSize;
    this.since = since;
  }

  /** How many bytes the server has. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The parts that the server has, in their order. */
  get parts(): StoredPart[] {
    return [...this.#parts.values()].sort((one, other) =>
      one.number - other.number
    );
  }

  /** Whether the server has a part, of that size if one is given. */
  has(number: number, size?: number): boolean {
    const part = this.#parts.get(number);
    return part !== undefined && part.size === (size ?? part.size);
  }

  /** Adds a part, or replaces it. */
  add(part: StoredPart): void {
    this.#bytes += part.size - (this.#parts.get(part.number)?.size ?? 0);
    this.#parts.set(part.number, part);
  }

  /** Replaces all parts. */
  replace(parts: readonly StoredPart[]): void {
    this.#parts.clear();
    this.#bytes = 0;
    for (const part of parts) this.add(part);
  }
}
