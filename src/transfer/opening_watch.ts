import type { Watched } from "./idle_timeout.ts";

/** Watches for bytes of a source that is being opened or collected. */
export class OpeningWatch implements Watched {
  movements = 0;
  readonly trafficMovements = 0;
  readonly bytesTransferred = 0;
  readonly hiddenSeconds = 0;
  readonly isWaiting = false;
  readonly isHeldUp = false;
  readonly isPaced = false;
  readonly hasResponse = true;
  readonly onIdle: () => void;

  constructor(onIdle: () => void) {
    this.onIdle = onIdle;
  }

  touch(): void {
    this.movements++;
  }
}
