const SECONDS = /^\d+$/;

/**
 * Match the three forms of a date (RFC 9110 §5.6.7). `Date.parse` alone would
 * also accept `-5` and `2.5`, and read the third form as local time.
 */
const DATES = [
  // Sun, 06 Nov 1994 08:49:37 GMT, or Sunday, 06-Nov-94 08:49:37 GMT
  /^[A-Z][a-z]+, (?<day>\d\d)[ -](?<month>[A-Z][a-z]+)[ -](?<year>\d\d|\d{4}) (?<time>(?:\d\d:){2}\d\d) GMT$/,
  // Sun Nov  6 08:49:37 1994
  /^[A-Z][a-z]+ (?<month>[A-Z][a-z]+) (?<day>[ \d]\d) (?<time>(?:\d\d:){2}\d\d) (?<year>\d{4})$/,
];
/** Two-digit years from this one on belong to the last century. */
const LAST_CENTURY = 70;

/**
 * The `Retry-After` of a response (RFC 9110 §10.2.3), in ms; undefined if there
 * is no valid one.
 *
 * A date is compared with the `Date` of the response, so that a wrong local
 * clock does not matter. A date in the past is ignored.
 *
 * @param now The local time in ms, for a response without a `Date`.
 */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get("retry-after") ?? "";
  if (SECONDS.test(value)) return Number(value) * 1000;
  const date = parseDate(value);
  if (date === undefined) return undefined;
  const wait = date - (parseDate(headers.get("date") ?? "") ?? now);
  return wait < 0 ? undefined : wait;
}

/** A date in ms; undefined if it is not valid. */
function parseDate(text: string): number | undefined {
  for (const form of DATES) {
    const { day, month, year = "", time } = form.exec(text)?.groups ?? {};
    if (time === undefined) continue;
    const date = Date.parse(`${day} ${month} ${toYear(year)} ${time} GMT`);
    return Number.isNaN(date) ? undefined : date;
  }
  return undefined;
}

function toYear(digits: string): string {
  if (digits.length === 4) return digits;
  return `${Number(digits) < LAST_CENTURY ? "20" : "19"}${digits}`;
}
