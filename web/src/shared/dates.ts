/** Days as numbers since 1970-01-01 (UTC), as dates on the wire, and as words. */

const DAY_MS = 86_400_000;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Return the number of an ISO date's day (a time behind it is dropped); null for no date. */
export function dayOf(iso: string | null | undefined): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? "");
  return parts ? checked(Number(parts[1]), Number(parts[2]), Number(parts[3])) : null;
}

/** Return a day as YYYY-MM-DD. */
export function isoOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Return a day as a reader writes it, such as "20 October 2017". */
export function wordsOf(day: number): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(
    day * DAY_MS,
  );
}

/** Return a day in few letters, such as "20 Oct 2017". */
export function shortOf(day: number): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).format(day * DAY_MS);
}

/** Return the day that was typed: 2017-10-20, 20 Oct 2017, October 20, 2017 or 20.10.2017. */
export function typedDay(text: string): number | null {
  const words = text.trim().toLowerCase();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(words);
  if (iso) return checked(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(words);
  if (dotted) return checked(Number(dotted[3]), Number(dotted[2]), Number(dotted[1]));
  const dayFirst = /^(\d{1,2})\.? ([a-z]{3})[a-z]*\.?,? (\d{4})$/.exec(words);
  if (dayFirst) return named(dayFirst[3], dayFirst[2], dayFirst[1]);
  const monthFirst = /^([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})$/.exec(words);
  return monthFirst ? named(monthFirst[3], monthFirst[1], monthFirst[2]) : null;
}

/** Return `[year, month 1..12, day]` of a day. */
export function partsOf(day: number): [number, number, number] {
  const date = new Date(day * DAY_MS);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}

/** Return the number of the day of a year, a month (1..12) and a day. */
export function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

function named(year = "", month = "", day = ""): number | null {
  const index = MONTHS.indexOf(month);
  return index < 0 ? null : checked(Number(year), index + 1, Number(day));
}

/** Return the day's number unless the calendar lacks it (30 February). */
function checked(year: number, month: number, day: number): number | null {
  const number = dayNumber(year, month, day);
  const [y, m, d] = partsOf(number);
  return y === year && m === month && d === day ? number : null;
}
