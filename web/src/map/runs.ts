/** Who held each place through time, in columns that answer for a day in microseconds. */

import { dayOf } from "../shared/dates.ts";
import type { DayMap, Party, RunsMap } from "../shared/wire.ts";

export const HELD = 0;
export const CONTESTED = 1;
export const UNKNOWN = 2;
/** A day after all others, for what lasts. */
export const FOREVER = 2_000_000;

/** The places of a map, in columns of one length. */
export interface Places {
  readonly count: number;
  readonly id: readonly string[];
  readonly name: readonly string[];
  readonly lat: Float64Array;
  readonly lon: Float64Array;
  readonly population: Float64Array;
  readonly country: readonly (string | null)[];
  readonly admin1: readonly (string | null)[];
  /** 1 where the place is to be drawn as a point: it has one, and is no province. */
  readonly drawn: Uint8Array;
  readonly indexOf: ReadonlyMap<string, number>;
  readonly parties: readonly Party[];
}

/** How each place stands on a day, in columns. */
export interface Standing {
  status: Uint8Array;
  party: Int16Array;
  probability: Uint8Array;
  besieged: Uint8Array;
}

export interface Run {
  start: number;
  end: number;
  status: number;
  party: number;
  probability: number;
  besieged: boolean;
  statements: number;
}

/** Return the places of a snapshot. */
export function placesOf(map: DayMap): Places {
  const count = map.id.length;
  const drawn = new Uint8Array(count);
  for (let n = 0; n < count; n++) {
    drawn[n] = map.lat[n] === null || map.lon[n] === null || map.area[n] ? 0 : 1;
  }
  return {
    count,
    id: map.id,
    name: map.name,
    lat: Float64Array.from(map.lat, (x) => x ?? 0),
    lon: Float64Array.from(map.lon, (x) => x ?? 0),
    population: Float64Array.from(map.population, (x) => x ?? 0),
    country: map.country,
    admin1: map.admin1,
    drawn,
    indexOf: new Map(map.id.map((id, n) => [id, n])),
    parties: map.parties,
  };
}

/** Return how the places stand in a snapshot. */
export function standingOf(map: DayMap): Standing {
  return {
    status: Uint8Array.from(map.status),
    party: Int16Array.from(map.party),
    probability: Uint8Array.from(map.probability),
    besieged: Uint8Array.from(map.besieged),
  };
}

/** The runs of all places. Days outside all of a place's runs are unknown. */
export class Runs {
  /** Days on which at least one place changes hands, in order: not just how surely it is held. */
  readonly changes: Int32Array;
  readonly firstDay: number;
  readonly lastDay: number;
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  readonly #map: RunsMap;

  constructor(map: RunsMap, places: Places) {
    this.#map = map;
    const shift = dayOf(map.epoch) ?? 0;
    this.#start = Int32Array.from(map.start, (day) => day + shift);
    this.#end = Int32Array.from(map.end, (day) => (day < 0 ? FOREVER : day + shift));
    this.#from = new Int32Array(places.count);
    this.#to = new Int32Array(places.count);
    map.id.forEach((id, n) => {
      const at = places.indexOf.get(id);
      if (at === undefined) return;
      this.#from[at] = map.first[n] ?? 0;
      this.#to[at] = map.first[n + 1] ?? 0;
    });
    this.changes = this.#changes();
    this.firstDay = this.changes[0] ?? 0;
    this.lastDay = this.changes[this.changes.length - 1] ?? 0;
  }

  /** Write how all places stand at the end of a day. */
  fill(day: number, out: Standing): void {
    const { status, party, probability, besieged } = this.#map;
    for (let place = 0; place < out.status.length; place++) {
      const run = this.#at(place, day);
      out.status[place] = run < 0 ? UNKNOWN : (status[run] as number);
      out.party[place] = run < 0 ? -1 : (party[run] as number);
      out.probability[place] = run < 0 ? 0 : (probability[run] as number);
      out.besieged[place] = run < 0 ? 0 : (besieged[run] as number);
    }
  }

  /** Return the runs of a place, the oldest first. */
  of(place: number): Run[] {
    const runs: Run[] = [];
    for (let n = this.#from[place] ?? 0; n < (this.#to[place] ?? 0); n++) {
      runs.push({
        start: this.#start[n] as number,
        end: this.#end[n] as number,
        status: this.#map.status[n] as number,
        party: this.#map.party[n] as number,
        probability: this.#map.probability[n] as number,
        besieged: this.#map.besieged[n] === 1,
        statements: this.#map.statements[n] as number,
      });
    }
    return runs;
  }

  /** Return the next day after (or the last before) a day on which a place changes, or null. */
  nextChange(day: number, direction: 1 | -1): number | null {
    const after = firstAbove(this.changes, day);
    if (direction > 0) return this.changes[after] ?? null;
    const before = this.changes[after - 1] === day ? after - 2 : after - 1;
    return this.changes[before] ?? null;
  }

  #changes(): Int32Array {
    const { status, party } = this.#map;
    const days = new Set<number>();
    this.#from.forEach((from, place) => {
      for (let n = from; n < (this.#to[place] as number); n++) {
        const first = n === from;
        const same = !first && status[n] === status[n - 1] && party[n] === party[n - 1];
        if (!same && !(first && status[n] === UNKNOWN)) days.add(this.#start[n] as number);
      }
    });
    return Int32Array.from(days).sort();
  }

  /** Return the number of a place's run on a day, or -1. */
  #at(place: number, day: number): number {
    let low = this.#from[place] as number;
    let high = (this.#to[place] as number) - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if ((this.#start[middle] as number) > day) high = middle - 1;
      else if ((this.#end[middle] as number) <= day) low = middle + 1;
      else return middle;
    }
    return -1;
  }
}

/** Return the place of the first number above another in an ordered list. */
export function firstAbove(ordered: Int32Array, value: number): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Return since when a place has stood as in its run on a day, however surely; null for no run. */
export function since(runs: readonly Run[], day: number): number | null {
  let at = runs.findIndex((run) => run.start <= day && day < run.end);
  if (at < 0) return null;
  const same = (a: Run, b: Run): boolean => a.status === b.status && a.party === b.party;
  while (at > 0 && same(runs[at - 1] as Run, runs[at] as Run)) at--;
  return (runs[at] as Run).start;
}
