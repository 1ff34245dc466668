/** What has arrived of a store: places, how they stand, their runs, claims and happenings. */

import { dayOf } from "../shared/dates.ts";
import type { Happening, Histogram } from "../shared/wire.ts";
import type { ClockRange } from "./clock.ts";
import type { Feed, Waiting } from "./feed.ts";
import { theatreOf } from "./theatre.ts";
import { Claims, happeningMarkers, inWindow, WINDOW_DAYS, type Marker, type Told } from "./markers.ts";
import { placesOf, Runs, standingOf, UNKNOWN, type Places, type Standing } from "./runs.ts";
import type { View } from "./view.ts";

const NONE: Marker[] = [];
const WAIT_MS = 200;
const AROUND = 1.2; // degrees

export class Data {
  places!: Places;
  standing!: Standing;
  range: ClockRange = { first: 0, last: 0, counts: [0], known: null };
  runs: Runs | null = null;
  arrived = false;
  /** The day that is shown where none is asked for. */
  on = 0;
  /** Of the store that the map shows; null where nothing tells it. */
  version: number | null = null;
  #claims: Promise<Claims> | null = null;
  #claimsNow: Claims | null = null;
  #speakers = new Map<string, string>();
  /** As what was known the runs tell; undefined before they arrived. */
  #known: number | null | undefined = undefined;
  #asked: number | null = null;
  #happenings = new Map<number, Happening[] | null>();
  #waiting = 0;

  constructor(
    private readonly feed: Feed,
    private readonly waiting: Waiting,
  ) {}

  /** Load what the first picture needs. */
  async first(on: number | null, known: number | null): Promise<void> {
    const [map, histogram] = await Promise.all([
      this.feed.snapshot({ on, known }, this.waiting),
      this.feed.histogram(null),
    ]);
    this.places = placesOf(map);
    this.standing = standingOf(map);
    const shown = dayOf(map.on) ?? 0;
    if (on === null) this.on = shown;
    this.range = rangeOf(histogram, shown);
    if (on !== null) this.on = this.range.last;
    this.version = map.store_version ?? null;
    this.runs = null;
    this.#known = undefined;
    this.#forget();
    this.arrived = true;
  }

  /** Load all runs, as they were known, unless they are there. */
  async know(known: number | null): Promise<void> {
    this.#asked = known;
    if (known === this.#known) return;
    const { places } = this;
    const [runs, histogram] = await Promise.all([
      this.feed.runs(known, this.waiting),
      known === null ? null : this.feed.histogram(known),
    ]);
    // Another moment was asked for meanwhile, or other places came.
    if (this.#asked !== known || this.places !== places) return;
    this.runs = new Runs(runs, places);
    this.range = { ...this.range, known: histogram?.known ?? null };
    this.#known = known;
    this.#forget();
  }

  #forget(): void {
    this.#claims = null;
    this.#claimsNow = null;
    this.#happenings.clear();
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

  /** Return the box of degrees around a place, else of where most places are held or fought over. */
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
    return theatreOf(shown, places.lon, places.lat);
  }

  #loadClaims(done: () => void): void {
    if (this.#claims) return;
    const asked = this.feed.claims(this.#known ?? null).then((points) => {
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
      const known = this.#known ?? null;
      this.#happenings.set(day, null);
      this.feed.happenings(day - WINDOW_DAYS + 1, day, known).then(
        (found) => {
          if ((this.#known ?? null) !== known) return; // Told from what is not looked at any more.
          this.#happenings.set(day, found.filter((happening) => inWindow(happening, day)));
          done();
        },
        () => this.#happenings.delete(day), // The next step asks again.
      );
    }, WAIT_MS);
  }
}

/** Return the days of the clock: from the first with claims to the last. */
function rangeOf({ first_day, counts }: Histogram, on: number): ClockRange {
  const start = dayOf(first_day);
  if (start === null) return { first: on, last: on, counts: [0], known: null };
  const last = Math.max(start + counts.length - 1, start);
  return { first: start, last, counts, known: null };
}
