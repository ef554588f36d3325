import { format } from "@std/fmt/bytes";

/** A number of bytes, such as `12.5 MB`. */
export function sizeText(bytes: number): string {
  return format(bytes);
}

/** A rate, such as `12.5 MB/s`. */
export function rateText(bytesPerSecond: number): string {
  return `${format(bytesPerSecond)}/s`;
}

/** A duration in seconds, such as `0:08`, `12:34` or `1:02:03`. */
export function timeText(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (value: number) => `${value}`.padStart(2, "0");
  const [s, m, h] = [
    whole % 60,
    Math.floor(whole / 60) % 60,
    Math.floor(whole / 3600),
  ];
  if (h >= 100) return `${h} h`;
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A duration for a sentence, such as `130 ms`, `8.3 s` or `12:34 min`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.ceil(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return seconds < 3600 ? `${timeText(seconds)} min` : `${timeText(seconds)} h`;
}

/** A count, such as `1,000`. */
export function countText(count: number): string {
  // The first `toLocaleString()` of a program takes 8 ms.
  return `${count}`.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}
