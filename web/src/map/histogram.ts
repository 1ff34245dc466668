/** The claims of each day as bars under the clock, with years and months below. */

import { dayNumber, partsOf } from "../shared/dates.ts";
import type { ClockRange } from "./clock.ts";

/** Half of the slider's thumb: the first and the last day lie so far from the ends. */
const INSET = 8;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LABELS = 16; // pixels below the bars

/** Return where a day stands on a track, as a length of CSS. */
export function placeOf(day: number, { first, last }: ClockRange): string {
  const share = (day - first) / Math.max(1, last - first);
  return `calc(${INSET}px + ${share} * (100% - ${2 * INSET}px))`;
}

/** Draw the bars and the dates; those published after what is known are paler. */
export function drawHistogram(canvas: HTMLCanvasElement, range: ClockRange, known: number | null): void {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext("2d");
  if (!pen || width < 40) return;
  pen.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const days = Math.max(1, range.last - range.first);
  const x = (at: number): number => INSET + ((at - range.first) / days) * (width - 2 * INSET);
  const floor = height - LABELS;

  drawBars(pen, range, { x, width, floor, early: colour("--bar"), late: colour("--bar-late"), known });
  pen.fillStyle = colour("--line");
  pen.fillRect(INSET, floor, width - 2 * INSET, 1);
  drawDates(pen, range, { x, width, floor, ink: colour("--soft"), line: colour("--line") });
}

interface BarsShown {
  x: (day: number) => number;
  width: number;
  floor: number;
  early: string;
  late: string;
  known: number | null;
}

/** One bar a pixel column or wider; heights as square roots, so that quiet days are seen. */
function drawBars(pen: CanvasRenderingContext2D, range: ClockRange, shown: BarsShown): void {
  const columns = new Map<number, [all: number, early: number]>();
  const wide = Math.max(1, Math.floor((shown.width - 2 * INSET) / (range.counts.length || 1)));
  range.counts.forEach((count, n) => {
    if (!count) return;
    const day = range.first + n;
    const column = Math.round(shown.x(day));
    const told = shown.known === null ? count : (range.known?.[n] ?? (day > shown.known ? 0 : count));
    const [all, early] = columns.get(column) ?? [0, 0];
    columns.set(column, [all + count, early + told]);
  });
  const most = Math.max(1, ...[...columns.values()].map(([all]) => all));
  const bar = (column: number, count: number, colour: string): void => {
    if (count <= 0) return;
    const high = Math.max(1.5, Math.sqrt(count / most) * (shown.floor - 4));
    pen.fillStyle = colour;
    pen.fillRect(column - Math.floor(wide / 2), shown.floor - high, wide, high);
  };
  for (const [column, [all, early]] of columns) {
    bar(column, all, shown.late);
    bar(column, early, shown.early);
  }
}

interface DatesShown {
  x: (day: number) => number;
  width: number;
  floor: number;
  ink: string;
  line: string;
}

/** Years, or months where few years are shown. */
function drawDates(pen: CanvasRenderingContext2D, range: ClockRange, shown: DatesShown): void {
  const [firstYear] = partsOf(range.first);
  const [lastYear] = partsOf(range.last);
  const pixelsAYear = shown.width / Math.max(1, (range.last - range.first) / 365);
  const months = pixelsAYear > 500 ? 1 : pixelsAYear > 180 ? 3 : 12;
  const every = Math.max(1, Math.ceil(44 / pixelsAYear));
  pen.font = "11px system-ui, sans-serif";
  pen.textBaseline = "bottom";
  for (let year = firstYear; year <= lastYear; year++) {
    for (let month = 1; month <= 12; month += months) {
      const day = dayNumber(year, month, 1);
      if (day < range.first || day > range.last) continue;
      if (month === 1 && year % every) continue;
      const at = shown.x(day);
      pen.fillStyle = shown.line;
      pen.fillRect(at, shown.floor, 1, 5);
      const text = month === 1 ? String(year) : (MONTHS[month - 1] ?? "");
      if (at + pen.measureText(text).width + 3 > shown.width) continue;
      pen.fillStyle = shown.ink;
      pen.fillText(text, at + 3, shown.floor + LABELS);
    }
  }
}
