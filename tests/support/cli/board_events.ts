import type { UploadAllEvent } from "@network/upload";
import { UploadError } from "@network/upload";
import { Board } from "../../../src/cli/board.ts";
import type { PlannedUpload } from "../../../src/cli/plan.ts";

const BASE = {
  name: "networkRequest",
  requestId: "id",
  url: "http://h/",
  isError: false,
} as const;
const NO_RATE = { bytesPerSecond: -1, secondsRemaining: -1 };

/** A planned upload of a size. */
export function planned(name: string, size: number): PlannedUpload {
  const options = { url: "http://h/", source: new Blob() };
  return { name, label: name, size, options };
}

/** Figures of an event of one upload of many. */
interface Figures {
  readonly index?: number;
  readonly sent?: number;
  readonly size: number;
  /** Of this upload, and of all. */
  readonly rate?: number;
  readonly seconds?: number;
}

function common({ index = 0, sent = 0, size, rate = -1 }: Figures) {
  return {
    ...BASE,
    index,
    bytesTransferred: sent,
    bytesStored: 0,
    bytesEstimated: size,
    totals: {
      ...NO_RATE,
      files: -1,
      ended: 0,
      failed: 0,
      bytesTransferred: 0,
      bytesEstimated: -1,
      bytesPerSecond: rate,
    },
  };
}

/** An upload has begun. */
export function began(figures: Figures): UploadAllEvent {
  return { ...common(figures), phase: "began" };
}

/** An upload moves. */
export function progress(figures: Figures): UploadAllEvent {
  const { rate = -1, seconds = -1 } = figures;
  return {
    ...common(figures),
    phase: "progress",
    bytesPerSecond: rate,
    secondsRemaining: seconds,
  };
}

/** An upload waits for another attempt. */
export function retrying(
  figures: Figures,
  delay: number,
  status: number,
): UploadAllEvent {
  const error = undefined;
  return {
    ...common(figures),
    phase: "retrying",
    attempt: 1,
    delay,
    status,
    error,
  };
}

const END = {
  phase: "ended",
  ...NO_RATE,
  responseUrl: "http://h/",
  redirected: false,
  method: "PUT",
} as const;

/** An upload has ended with a status. */
export function ended(
  figures: Figures,
  status = 200,
  response = "",
): UploadAllEvent & { readonly phase: "ended" } {
  return {
    ...common(figures),
    ...END,
    status,
    ok: status < 300,
    responseHeaders: {},
    responseType: "text",
    response,
  };
}

/** An upload has failed. */
export function failed(
  figures: Figures,
  error: UploadError = new UploadError("network", "Cannot connect"),
): UploadAllEvent & { readonly phase: "ended" } {
  return {
    ...common(figures),
    ...END,
    status: -1,
    ok: false,
    isError: true,
    responseHeaders: {},
    responseType: "text",
    response: error.message,
    error,
  };
}

/** A board that has seen some events, all at time 0. */
export function boardOf(
  uploads: readonly PlannedUpload[],
  ...events: readonly UploadAllEvent[]
): Board {
  const board = new Board(uploads);
  for (const event of events) board.apply(event, 0);
  return board;
}
