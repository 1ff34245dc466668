/** What has arrived of a store: places, how they stand, their runs, claims and happenings. */

import { dayOf } from "../shared/dates.ts";
import type { Happening, Histogram } from "../shared/wire.ts";
import type { ClockRange } from "./clock.ts";
import type { Feed } from "./feed.ts";
import { Claims, happeningMarkers, inWindow, WINDOW_DAYS, type Marker, type Told } from "./markers.ts";
import { placesOf, Runs, standingOf, UNKNOWN, type Places, type Standing } from "./runs.ts";
import type { View } from "./view.ts";

const NONE: Marker[] = [];
const WAIT_MS = 200;
const TRIM = 0.02; // of the places at each edge, so that a stray one does not shrink the map
const MARGIN = 0.4; // degrees
const AROUND = 1.2; // degrees

export class Data {
  places!: Places;
  standing!: Standing;
  range: ClockRange = { first: 0, last: 0, counts: new Int32Array(1) };
  runs: Runs | null = null;
  arrived = false;
  /** The day that is shown where none is asked for. */
  on = 0;
  #claims: Promise<Claims> | null = null;
  #claimsNow: Claims | null = null;
  #speakers = new Map<string, string>();
  #known: number | null = null;
  #happenings = new Map<number, Happening[] | null>();
  #waiting = 0;

  constructor(private readonly feed: Feed) {}

  /** Load what the first picture needs. */
  async first(on: number | null, known: number | null): Promise<void> {
    const [map, histogram] = await Promise.all([
      this.feed.snapshot({ on, known }),
      this.feed.histogram(),
    ]);
    this.places = placesOf(map);
    this.standing = standingOf(map);
    const shown = dayOf(map.on) ?? 0;
    if (on === null) this.on = shown;
    this.range = rangeOf(histogram, shown);
    if (on !== null) this.on = this.range.last;
    this.runs = null;
    this.#known = known;
    this.#claims = null;
    this.#claimsNow = null;
    this.#happenings.clear();
    this.arrived = true;
  }

  /** Load all runs. */
  async rest(known: number | null): Promise<void> {
    this.runs = new Runs(await this.feed.runs(known), this.places);
  }

  /** Load the runs as they were known. */
  async know(known: number | null): Promise<void> {
    if (known === this.#known && this.runs) return;
    this.#known = known;
    this.#claims = null;
    const runs = await this.feed.runs(known);
    if (this.#known === known) this.runs = new Runs(runs, this.places);
  }

  /** Let the places stand as on a day; before the runs have arrived, as in the snapshot. */
  standAt(day: number): void {
    this.runs?.fill(day, this.standing);
  }

  /** Return what was claimed of a place up to a day, the latest first; null before it arrived. */
  claimsOf(place: number, until: number): Told[] | null {
    return this.#claimsNow?.of(place, until) ?? null;
  }

  /** Load the claims, and call back when they have arrived. */
  needClaims(done: () => void): void {
    if (!this.#claimsNow) this.#loadClaims(done);
  }

  partyAt(id: string): number | null {
    const at = this.places.parties.findIndex((party) => party.id === id);
    return at < 0 ? null : at;
  }

  speakerName(id: string | null): string | null {
    return id === null ? null : (this.#speakers.get(id) ?? null);
  }

  /** Return the marks of the layers that are on; calls back when more have arrived. */
  markers(view: View, day: number, more: () => void): Marker[] {
    if (!view.layers.has("claims") && !view.layers.has("happenings")) return NONE;
    const markers: Marker[] = [];
    if (view.layers.has("claims")) {
      if (this.#claimsNow && this.#claims) markers.push(...this.#claimsNow.markers(day, view.speaker));
      else this.#loadClaims(more);
    }
    if (view.layers.has("happenings")) {
      const found = this.#happenings.get(day);
      if (found) markers.push(...happeningMarkers(found, this.places));
      else if (found === undefined) this.#loadHappenings(day, more);
    }
    return markers.filter(({ place }) => this.places.drawn[place]);
  }

  /** Return the box of degrees around a place, else of the places held or fought over. */
  boxOf(id: string | null): [number, number, number, number] {
    const { places, standing } = this;
    const place = id === null ? undefined : places.indexOf.get(id);
    if (place !== undefined) {
      const [x, y] = [places.lon[place] as number, places.lat[place] as number];
      return [x - AROUND, y - AROUND, x + AROUND, y + AROUND];
    }
    const drawn = [...places.drawn.keys()].filter((n) => places.drawn[n]);
    const telling = drawn.filter((n) => standing.status[n] !== UNKNOWN);
    const shown = telling.length ? telling : drawn;
    const edges = (values: Float64Array): [number, number] => {
      const ordered = shown.map((n) => values[n] as number).sort((a, b) => a - b);
      const cut = Math.floor(TRIM * ordered.length);
      return [(ordered[cut] ?? 0) - MARGIN, (ordered[ordered.length - 1 - cut] ?? 0) + MARGIN];
    };
    const [west, east] = edges(places.lon);
    const [south, north] = edges(places.lat);
    return [west, south, east, north];
  }

  #loadClaims(done: () => void): void {
    if (this.#claims) return;
    const asked = this.feed.claims(this.#known).then((points) => {
      for (const { id, name } of points.speakers) this.#speakers.set(id, name);
      return new Claims(points, this.places);
    });
    this.#claims = asked;
    void asked.then((claims) => {
      if (this.#claims !== asked) return;
      this.#claimsNow = claims;
      done();
    });
  }

  #loadHappenings(day: number, done: () => void): void {
    window.clearTimeout(this.#waiting);
    this.#waiting = window.setTimeout(() => {
      this.#happenings.set(day, null);
      void this.feed.happenings(day - WINDOW_DAYS + 1, day).then((found) => {
        this.#happenings.set(day, found.filter((happening) => inWindow(happening, day)));
        done();
      });
    }, WAIT_MS);
  }
}

/** Return the days of the clock: from the first with claims to the last. */
function rangeOf({ first_day, counts }: Histogram, on: number): ClockRange {
  const start = dayOf(first_day);
  if (start === null) return { first: on, last: on, counts: new Int32Array(1) };
  const last = Math.max(start + counts.length - 1, start);
  return { first: start, last, counts: Int32Array.from(counts) };
}
