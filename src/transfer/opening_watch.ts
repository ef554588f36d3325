import type { Watched } from "./idle_timeout.ts";

/** Watches for bytes of a source that is being opened or collected. */
export class OpeningWatch implements Watched {
  readonly bytesTransferred = 0;
  readonly hiddenSeconds = 0;
  readonly isHeldUp = false;
  readonly hasResponse = true;
  #isTouched = false;

  touch(): void {
    this.#isTouched = true;
  }

  hasMoved(): boolean {
    const isTouched = this.#isTouched;
    this.#isTouched = false;
    return isTouched;
  }
}
