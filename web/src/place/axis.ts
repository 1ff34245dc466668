/** The axis of time: where its lines stand, and how days lie on it. */

import { dayNumber, isoOf, partsOf, shortOf } from "../shared/dates.ts";

export interface Scale {
  first: number;
  last: number;
  left: number;
  right: number;
}

export interface AxisLine {
  day: number;
  label: string;
}

/** Return where a day stands, in pixels. */
export function xOf(scale: Scale, day: number): number {
  const part = (day - scale.first) / Math.max(scale.last - scale.first, 1);
  return scale.left + part * (scale.right - scale.left);
}

/** Return the day that stands at some pixels, within the scale. */
export function dayAt(scale: Scale, x: number): number {
  const part = (x - scale.left) / Math.max(scale.right - scale.left, 1);
  const day = Math.round(scale.first + part * (scale.last - scale.first));
  return Math.min(Math.max(day, scale.first), scale.last);
}

const STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600];

/** Return lines at the beginnings of months or years (of days in a short time), at most so many. */
export function axisLines({ first, last }: Scale, most: number): AxisLine[] {
  const days = last - first;
  if (days < 45) return dayLines(first, last, most);
  const months = STEPS.find((step) => days / (30.44 * step) <= most) ?? 1200;
  const [year, month] = partsOf(first);
  const lines: AxisLine[] = [];
  let count = year * 12 + month - 1;
  count -= count % months;
  for (; ; count += months) {
    const day = dayNumber(Math.floor(count / 12), (count % 12) + 1, 1);
    if (day > last) return lines;
    if (day >= first) lines.push({ day, label: labelOf(day, months) });
  }
}

function dayLines(first: number, last: number, most: number): AxisLine[] {
  const step = Math.max(1, Math.ceil((last - first) / Math.max(most, 1)));
  const lines: AxisLine[] = [];
  for (let day = first; day <= last; day += step) {
    lines.push({ day, label: shortOf(day).replace(/ \d{4}$/, "") });
  }
  return lines;
}

function labelOf(day: number, months: number): string {
  const iso = isoOf(day);
  if (months >= 12 || iso.slice(5, 7) === "01") return iso.slice(0, 4);
  return shortOf(day).split(" ")[1] ?? "";
}
