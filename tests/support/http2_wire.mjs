/**
 * A TLS connection that shows its frames, and takes frames that Node would not send by itself.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { Duplex } from "node:stream";

const PREFACE_LENGTH = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length;
const HEAD_LENGTH = 9;

/** Types of frames (RFC 9113 §6). */
export const RST_STREAM = 3;
export const GOAWAY = 7;

/** What an HTTP/2 session of Node is put on. */
export class Wire extends Duplex {
  /**
   * @param socket The TLS connection.
   * @param onReset Told the stream and the code of each RST_STREAM that comes.
   */
  constructor(socket, onReset) {
    super();
    this.socket = socket;
    const look = framesOf(onReset);
    socket.on("data", (chunk) => {
      look(chunk);
      if (!this.push(chunk)) socket.pause();
    });
    socket.on("end", () => this.push(null));
    socket.on("close", () => this.destroy());
    // A connection that breaks is what many of the tests are about.
    socket.on("error", () => {});
  }

  /** Sends a frame whose payload is numbers of 32 bits. */
  sendFrame(type, id, ...numbers) {
    const frame = Buffer.alloc(HEAD_LENGTH + 4 * numbers.length);
    frame.writeUIntBE(4 * numbers.length, 0, 3);
    frame.writeUInt8(type, 3);
    frame.writeUInt32BE(id, 5);
    numbers.forEach((number, at) =>
      frame.writeUInt32BE(number, HEAD_LENGTH + 4 * at)
    );
    this.socket.write(frame);
  }

  _read() {
    this.socket.resume();
  }

  _write(chunk, _encoding, done) {
    this.socket.write(chunk, done);
  }

  _final(done) {
    this.socket.end(done);
  }

  _destroy(error, done) {
    this.socket.destroy();
    done(error);
  }
}

/** Looks through what comes for RST_STREAM frames. */
function framesOf(onReset) {
  let skip = PREFACE_LENGTH;
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (true) {
      const skipped = Math.min(skip, rest.length);
      skip -= skipped;
      rest = rest.subarray(skipped);
      if (skip > 0 || rest.length < HEAD_LENGTH) return;
      const length = rest.readUIntBE(0, 3);
      if (rest[3] === RST_STREAM) {
        if (rest.length < HEAD_LENGTH + length) return;
        onReset(rest.readUInt32BE(5), rest.readUInt32BE(HEAD_LENGTH));
      }
      skip = HEAD_LENGTH + length;
    }
  };
}
