import {
  cancel,
  type UploadAll,
  uploadAll,
  type UploadAllEvent,
  type UploadAllOptions,
  type UploadOptions,
  type UploadTotals,
} from "@network/upload";

const url = "http://127.0.0.1/";
const source = "a.json";

/** Calls with every kind of iterable. */
export function calls(list: readonly UploadOptions[], file: Blob): void {
  uploadAll([]);
  uploadAll(list);
  uploadAll([{ url, source }, { url, source: file, progress: true }]);
  uploadAll(new Set(list), { parallel: 2 });
  uploadAll(each(list), { signal: AbortSignal.timeout(1000) });
  uploadAll(list.values(), { parallel: undefined, signal: undefined });
  uploadAll(
    [file].map((source) => ({ url, method: "PUT", source })),
    {} satisfies UploadAllOptions,
  );
}

async function* each(
  list: readonly UploadOptions[],
): AsyncGenerator<UploadOptions> {
  yield* list;
}

/** Reads events: by phase, as those of one upload. */
export function lineOf(event: UploadAllEvent): string {
  const { index, totals } = event;
  const of = `${index}: ${totals.ended} of ${totals.files}`;
  switch (event.phase) {
    case "progress":
      return `${of} ${event.bytesPerSecond} ${totals.bytesPerSecond}`;
    case "ended":
      return event.isError
        ? `${of} ${event.error.code}`
        : `${of} ${event.status}`;
    default:
      return `${of} ${event.phase}`;
  }
}

/** Uses the handle. */
export async function use(list: Iterable<UploadOptions>): Promise<number> {
  await using running: UploadAll = uploadAll(list);
  for await (const event of running) {
    if (event.totals.secondsRemaining > 60) cancel(event);
    if (event.totals.failed > 3) running.cancel("too many failed");
  }
  const totals: UploadTotals = await running;
  const ended: UploadTotals = await running.ended;
  return totals.failed + ended.bytesTransferred +
    (await running.orThrow()).bytesEstimated;
}
