/** The second layer: claims of the last days, and happenings, as marks at their places. */

import { dayNumber, dayOf } from "../shared/dates.ts";
import { OTHER } from "../shared/colours.ts";
import type { ClaimPoints, Happening } from "../shared/wire.ts";
import type { Places } from "./runs.ts";

/** How many days of claims and happenings are shown: those up to the day that is looked at. */
export const WINDOW_DAYS = 14;

type Ink = readonly [ink: string, paper: string];

export interface Marker {
  place: number;
  /** What the mark says, for a tip. */
  says: string;
  draw(pen: CanvasRenderingContext2D, x: number, y: number, radius: number, ink: Ink): void;
}

/** A claim in words. */
export interface Told {
  day: number;
  kind: string;
  party: string | null;
  speaker: string | null;
}

/** Claims in the order of their days. */
export class Claims {
  readonly #points: ClaimPoints;
  readonly #order: Int32Array;
  readonly #colours: string[];
  /** Days between the first and the last day of the longest claim. */
  readonly #longest: number;

  constructor(points: ClaimPoints, places: Places) {
    this.#points = points;
    const day = (n: number): number => points.day[n] as number;
    this.#order = Int32Array.from(points.day.keys()).sort((a, b) => day(a) - day(b));
    this.#longest = points.last.reduce((most, last, n) => Math.max(most, last - day(n)), 0);
    const colours = new Map(places.parties.map(({ id, colour }) => [id, colour]));
    this.#colours = points.parties.map(({ id }) => colours.get(id) ?? OTHER);
  }

  /** Return marks for the claims of the days up to one; `speaker`: only of that speaker. */
  markers(until: number, speaker: string | null): Marker[] {
    const spoken = speaker ? this.#points.speakers.findIndex(({ id }) => id === speaker) : null;
    const found = new Map<number, number[]>();
    const first = until - WINDOW_DAYS + 1;
    for (let at = this.#firstFrom(first - this.#longest); at < this.#order.length; at++) {
      const claim = this.#order[at] as number;
      if ((this.#points.day[claim] as number) > until) break;
      if ((this.#points.last[claim] as number) < first) continue;
      if (spoken !== null && this.#points.speaker[claim] !== spoken) continue;
      const place = this.#points.place[claim] as number;
      const listed = found.get(place);
      if (listed) listed.push(claim);
      else found.set(place, [claim]);
    }
    return [...found].map(([place, claims]) => this.#marker(place, claims));
  }

  /** Return the claims of a place up to a day, the latest first. */
  of(place: number, until: number): Told[] {
    const { day, kind, kinds, party, parties, speaker, speakers } = this.#points;
    const found = [...this.#order].filter(
      (n) => this.#points.place[n] === place && (day[n] as number) <= until,
    );
    return found.reverse().map((n) => ({
      day: day[n] as number,
      kind: (kinds[kind[n] as number] ?? "").replaceAll("_", " "),
      party: parties[party[n] as number]?.name ?? null,
      speaker: speakers[speaker[n] as number]?.name ?? null,
    }));
  }

  #marker(place: number, claims: number[]): Marker {
    const parties = claims.map((n) => this.#points.party[n] as number).filter((n) => n >= 0);
    const kinds = claims.map((n) => this.#points.kinds[this.#points.kind[n] as number] ?? "");
    const colour = this.#colours[parties.at(-1) ?? -1] ?? OTHER;
    const struck = kinds.some((kind) => kind === "strike");
    return {
      place,
      says: told(kinds),
      draw: (pen, x, y, radius, ink) => {
        drawRing(pen, x, y, radius + 5, colour, ink);
        if (struck) drawStar(pen, x, y - radius - 5, ink);
        if (claims.length > 1) drawCount(pen, x, y + radius + 5, claims.length, ink);
      },
    };
  }

  /** Return where in the order the claims from a day on begin. */
  #firstFrom(day: number): number {
    let [low, high] = [0, this.#order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#points.day[this.#order[middle] as number] as number) < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Return marks for happenings. */
export function happeningMarkers(happenings: Happening[], places: Places): Marker[] {
  const found = new Map<number, Happening[]>();
  for (const happening of happenings) {
    const place = happening.place_id === null ? undefined : places.indexOf.get(happening.place_id);
    if (place === undefined || !places.drawn[place]) continue;
    found.set(place, [...(found.get(place) ?? []), happening]);
  }
  const colours = new Map(places.parties.map(({ id, colour }) => [id, colour]));
  return [...found].map(([place, listed]) => {
    const disputed = listed.some(({ disputes }) => disputes.length);
    const colour = colours.get(listed[0]?.actor_id ?? "") ?? OTHER;
    return {
      place,
      says: told(listed.map(({ kind }) => kind)) + (disputed ? ", disputed" : ""),
      draw: (pen, x, y, radius, ink) => drawDiamond(pen, x + radius + 5, y - radius - 3, colour, disputed, ink),
    };
  });
}

/** Return whether some of a happening's days are among those shown. */
export function inWindow({ start_date, end_date }: Happening, until: number): boolean {
  const start = daysOf(start_date ?? end_date);
  const end = daysOf(end_date ?? start_date);
  if (!start || !end) return false;
  return start[0] <= until && end[1] > until - WINDOW_DAYS;
}

/** Return the first and the last day of a date as told: a day, a month or a year. */
function daysOf(told_: string | null): [number, number] | null {
  const day = dayOf(told_);
  if (day !== null) return [day, day];
  const wide = /^(\d{4})(?:-(\d{2}))?$/.exec(told_ ?? "");
  if (!wide) return null;
  const year = Number(wide[1]);
  const [first, after] = wide[2] ? [Number(wide[2]), Number(wide[2]) + 1] : [1, 13];
  return [dayNumber(year, first, 1), dayNumber(year, after, 1) - 1];
}

/** Return kinds with their counts in words, the most frequent first. */
function told(kinds: string[]): string {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([kind, count]) => (count > 1 ? `${count} × ` : "") + kind.replaceAll("_", " "))
    .join(", ");
}

function drawRing(pen: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string, [, paper]: Ink): void {
  for (const [stroke, width] of [[paper, 4.5], [colour, 2.5]] as const) {
    pen.strokeStyle = stroke;
    pen.lineWidth = width;
    pen.setLineDash(stroke === paper ? [] : [4, 2.5]);
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.stroke();
  }
  pen.setLineDash([]);
}

function drawStar(pen: CanvasRenderingContext2D, x: number, y: number, [ink, paper]: Ink): void {
  for (const [stroke, width] of [[paper, 4], [ink, 1.8]] as const) {
    pen.strokeStyle = stroke;
    pen.lineWidth = width;
    pen.beginPath();
    for (let ray = 0; ray < 3; ray++) {
      const angle = (Math.PI * ray) / 3 + Math.PI / 6;
      pen.moveTo(x - 5 * Math.cos(angle), y - 5 * Math.sin(angle));
      pen.lineTo(x + 5 * Math.cos(angle), y + 5 * Math.sin(angle));
    }
    pen.stroke();
  }
}

function drawCount(pen: CanvasRenderingContext2D, x: number, y: number, count: number, [ink, paper]: Ink): void {
  pen.font = "600 10px system-ui, sans-serif";
  pen.textBaseline = "middle";
  const text = String(count);
  const width = pen.measureText(text).width + 7;
  pen.fillStyle = ink;
  pen.beginPath();
  pen.roundRect(x - width / 2, y - 7, width, 14, 7);
  pen.fill();
  pen.fillStyle = paper;
  pen.fillText(text, x - width / 2 + 3.5, y + 0.5);
}

function drawDiamond(pen: CanvasRenderingContext2D, x: number, y: number, colour: string, open: boolean, [ink, paper]: Ink): void {
  pen.beginPath();
  pen.moveTo(x, y - 6);
  pen.lineTo(x + 6, y);
  pen.lineTo(x, y + 6);
  pen.lineTo(x - 6, y);
  pen.closePath();
  pen.fillStyle = open ? paper : colour;
  pen.fill();
  pen.strokeStyle = open ? colour : ink;
  pen.lineWidth = open ? 2.4 : 1.2;
  pen.stroke();
}
