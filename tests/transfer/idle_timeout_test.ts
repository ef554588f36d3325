import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { IdleTimeout, type Watched } from "../../src/transfer/idle_timeout.ts";

/** Bytes that buffers are taken to hold. */
const BUFFERED = 640 * 1024;

/** What an idle timeout watches, to be set. */
class Line implements Watched {
  bytesTransferred = 0;
  hiddenSeconds = 0;
  isHeldUp = true;
  hasResponse = false;
  fired = 0;
  #hasMoved = false;

  move(): void {
    this.#hasMoved = true;
  }

  hasMoved(): boolean {
    const hasMoved = this.#hasMoved;
    this.#hasMoved = false;
    return hasMoved;
  }

  send(total: number): void {
    this.bytesTransferred = total;
    this.move();
  }
}

/** Runs with fake time and a timeout of this many seconds. */
function withTimeout(
  seconds: number,
  run: (line: Line, time: FakeTime, idle: IdleTimeout) => void,
  line = new Line(),
): void {
  const time = new FakeTime();
  const idle = new IdleTimeout(seconds, line, () => {
    line.fired++;
  });
  try {
    run(line, time, idle);
  } finally {
    idle[Symbol.dispose]();
    time.restore();
  }
}

Deno.test("IdleTimeout fires once, when no byte has moved from the start on", () => {
  withTimeout(30, (line, time) => {
    time.tick(29_999);
    assertEquals(line.fired, 0);
    time.tick(1);
    assertEquals(line.fired, 1);
    time.tick(1_000_000);
    assertEquals(line.fired, 1);
  });
});

Deno.test("IdleTimeout never fires early, whenever the last byte moved", () => {
  for (const moment of [1, 2_999, 3_000, 3_001]) {
    withTimeout(30, (line, time) => {
      time.tick(moment);
      line.move();
      time.tick(29_999);
      assertEquals(line.fired, 0, `${moment}`);
      time.tick(3_001);
      assertEquals(line.fired, 1, `${moment}`);
    });
  }
});

Deno.test("IdleTimeout does not fire while bytes move, however long that takes", () => {
  withTimeout(30, (line, time) => {
    for (let round = 1; round <= 100; round++) {
      time.tick(29_000);
      line.move();
    }
    assertEquals(line.fired, 0);
  });
});

Deno.test("IdleTimeout is disabled by 0 seconds", () => {
  withTimeout(0, (line, time) => {
    time.tick(1_000_000_000);
    assertEquals(line.fired, 0);
  });
});

Deno.test("IdleTimeout does not fire once it is disposed of", () => {
  withTimeout(30, (line, time, idle) => {
    idle[Symbol.dispose]();
    time.tick(1_000_000);
    assertEquals(line.fired, 0);
  });
});

Deno.test("IdleTimeout accepts a fraction of a second", () => {
  withTimeout(0.1, (line, time) => {
    time.tick(99);
    assertEquals(line.fired, 0);
    time.tick(1);
    assertEquals(line.fired, 1);
  });
});

/** Sends that many bytes evenly within a minute, and returns after how many more seconds it fires. */
function secondsToFire(
  bytes: number,
  { isHeldUp = (_second: number): boolean => true, ...rest }: {
    isHeldUp?: (second: number) => boolean;
    hasResponse?: boolean;
    burst?: number;
  } = {},
): number {
  const { burst = 0, ...state } = rest;
  let seconds = 0;
  withTimeout(30, (line, time) => {
    for (let second = 1; second <= 60; second++) {
      line.isHeldUp = isHeldUp(second);
      line.send(burst + bytes / 60 * second);
      time.tick(1_000);
    }
    Object.assign(line, state);
    while (line.fired === 0 && seconds < 1_000_000) {
      time.tick(1_000);
      seconds++;
    }
  });
  return seconds;
}

Deno.test("IdleTimeout waits as long as the buffers of a slow connection need to drain", () => {
  // A minute drains three times what is buffered, so the rest needs 20 s.
  assertEquals(secondsToFire(3 * BUFFERED), 30 + 21);
  // On a fast connection that is next to nothing, but the sockets may hold more.
  assertEquals(secondsToFire(5 * BUFFERED), 30 + 12);
});

Deno.test("IdleTimeout follows the rate of the last seconds, not that of a fast start", () => {
  const slow = secondsToFire(3 * BUFFERED, { burst: 3 * BUFFERED });

  // The start has faded for the most part, but not wholly.
  assertEquals(slow, 30 + 18);
});

Deno.test("IdleTimeout waits twice on a fast connection, because the socket buffers may drain slowly", () => {
  assertEquals(secondsToFire(3_000 * BUFFERED), 30 + 30);
  assertEquals(secondsToFire(3_000 * BUFFERED, { hasResponse: true }), 30);
});

Deno.test("IdleTimeout does not mistake a slow source for a slow connection", () => {
  // Never held up: the buffers were empty all the time.
  assertEquals(secondsToFire(2 * BUFFERED, { isHeldUp: () => false }), 30);
});

Deno.test("IdleTimeout allows for no buffers once the response has begun", () => {
  assertEquals(secondsToFire(3 * BUFFERED, { hasResponse: true }), 30);
});

Deno.test("IdleTimeout has a limit even if hardly more was sent than buffers hold", () => {
  assertEquals(secondsToFire(BUFFERED), 30);
  const slow = secondsToFire(BUFFERED + 1);
  assertEquals(slow > 30 && slow < 1000, true, `${slow}`);
});

Deno.test("IdleTimeout allows the time in which progress may be hidden", () => {
  const line = new Line();
  line.hiddenSeconds = 60;
  withTimeout(30, (line, time) => {
    time.tick(89_999);
    assertEquals(line.fired, 0);
    time.tick(1);
    assertEquals(line.fired, 1);
  }, line);
});
