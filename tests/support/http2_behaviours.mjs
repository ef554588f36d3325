/**
 * What the HTTP/2 server of the tests does with a request: each behaviour by the name that the
 * path begins with. The query of the URL sets its options.
 *
 * @module
 */

import { constants } from "node:http2";
import { setTimeout as pause } from "node:timers/promises";
import { GOAWAY, RST_STREAM } from "./http2_wire.mjs";

const codeOf = (name) => constants[`NGHTTP2_${name}`];

/** What came, in a few words. */
const summary = ({ length, sha256 }) => `${length} ${sha256}`;

function answer({ stream, body }, headers = {}) {
  if (stream.destroyed) return;
  stream.respond({ ":status": 200, "content-type": "text/plain", ...headers });
  stream.end(summary(body));
}

/** Reads the whole body, and reports what arrived. */
async function take(request) {
  if (await request.read()) answer(request);
}

/** Does something to the first requests for a path (`times`), and takes the later ones. */
const first = (behave) => async (request) => {
  if (request.count > Number(request.times ?? 1)) await take(request);
  else if (await reached(request)) await behave(request);
};

/** Whether enough of a body arrived: `after` bytes, `whole`, or nothing. */
async function reached({ read, after }) {
  if (after === undefined) return true;
  return await read(after === "whole" ? undefined : Number(after));
}

/** Resets a stream, whatever Node is doing with it. */
function cut({ stream, session }, code) {
  session.wire.sendFrame(RST_STREAM, stream.id, codeOf(code));
}

export const behaviours = {
  take,

  /** Waits before it responds (`ms`). */
  async slow(request) {
    if (!await request.read()) return;
    await pause(Number(request.ms));
    answer(request);
  },

  /** Ends the stream shortly after the response. */
  async late({ stream, body, read }) {
    if (!await read()) return;
    const text = summary(body);
    stream.respond({ ":status": 200, "content-length": text.length });
    stream.write(text);
    await pause(5);
    if (!stream.destroyed) stream.end();
  },

  /** Resets the stream with a code. */
  reset: first(({ stream, code }) => stream.close(codeOf(code))),

  /** Sends GOAWAY with a code: up to this request, or without it (`unprocessed`). Then it responds, closes, or waits. */
  goaway: first(async (request) => {
    const { session, stream, unprocessed, then, code = "NO_ERROR" } = request;
    const last = unprocessed === undefined ? stream.id : stream.id - 2;
    session.wire.sendFrame(GOAWAY, 0, Math.max(last, 0), codeOf(code));
    if (then === "answer") await take(request);
    if (then === "close") setTimeout(() => session.wire.socket.end(), 20);
  }),

  /** Closes the connection, or resets it (`how`), without a word of HTTP/2. */
  drop: first(({ session, how }) => {
    const { socket } = session.wire;
    if (how === "reset") session.tcp.resetAndDestroy();
    else if (how === "end") socket.end();
    else socket.destroy();
  }),

  /** Ends the session as Node does, with a code. */
  close: first(({ session, code = "NO_ERROR" }) => {
    session.destroy(undefined, codeOf(code));
  }),

  /** Neither keeps reading nor responds. */
  stall: first(() => {}),

  /** Reads everything, and never responds. */
  silent: ({ read }) => read(),

  /** Answers before the body. Then it reads on, stops, or resets the stream with a code. */
  early: first(async (request) => {
    const { stream, read, status, then, size = 0 } = request;
    // Node resets an unread stream after the response.
    stream.pause();
    stream.respond({ ":status": Number(status) });
    stream.end("x".repeat(Number(size)));
    if (then === "read") await read();
    else if (then !== "stop") stream.once("finish", () => cut(request, then));
  }),

  /** Answers with so many bytes (`size`), says of how many (`length`), and may cut them off with a code. */
  async long(request) {
    const { stream, read, size, length, code } = request;
    if (!await read()) return;
    const stated = length === undefined ? {} : { "content-length": length };
    const type = { "content-type": "text/plain" };
    stream.respond({ ":status": 200, ...type, ...stated });
    const text = "x".repeat(Number(size));
    if (code === undefined) return stream.end(text);
    stream.write(text);
    // Node sends the headers in a later turn.
    await pause(10);
    cut(request, code);
  },

  /** Ends its response with a trailer. */
  async trailer({ stream, read, body }) {
    if (!await read()) return;
    stream.on("wantTrailers", () => stream.sendTrailers({ "x-sum": "1" }));
    stream.respond({ ":status": 200 }, { waitForTrailers: true });
    stream.end(summary(body));
  },

  /** Sends interim responses first. */
  async hints(request) {
    request.stream.additionalHeaders({ ":status": 100 });
    request.stream.additionalHeaders({ ":status": 103, link: "</a>" });
    await take(request);
  },

  /** Answers with a header of so many bytes (`size`). */
  async header(request) {
    const long = "x".repeat(Number(request.size));
    if (await request.read()) answer(request, { "x-long": long });
  },
};
