/** What points and areas are drawn from: how each place stands, and where its vertices lie. */

import type { AreasMade } from "./areas_worker.ts";
import { REACH_KM } from "./reach.ts";
import type { Places, Standing } from "./runs.ts";
import { mercator } from "./screen.ts";

export const WIDTH = 256; // of the texture, in places
const MOST_COLOURS = 64;
const FADED = 2;
const BESIEGED = 1;

/** How all places stand; change it, then draw. */
export class Picture {
  readonly standing: Uint8Array;
  readonly rows: number;
  /** Mercator coordinates that vertices are told from: near them, small numbers are exact. */
  readonly origin: readonly [number, number];
  /** The box of all points in Mercator coordinates: west, north, east, south. */
  readonly bounds: readonly [number, number, number, number];
  /** How far areas reach at most, in Mercator coordinates. */
  readonly reach: number;
  readonly palette = new Float32Array(3 * MOST_COLOURS);
  ground: [number, number, number] = [1, 1, 1];
  isDark = false;
  version = 0;

  constructor(readonly places: Places) {
    this.rows = Math.max(1, Math.ceil(places.count / WIDTH));
    this.standing = new Uint8Array(4 * WIDTH * this.rows);
    const shown = [...places.drawn.keys()].filter((n) => places.drawn[n]);
    const middle = (values: Float64Array): number =>
      shown.reduce((sum, n) => sum + (values[n] as number), 0) / Math.max(1, shown.length);
    this.origin = mercator(middle(places.lon), middle(places.lat));
    const at = shown.map((n) => mercator(places.lon[n] as number, places.lat[n] as number));
    const box: [number, number, number, number] = [1, 1, 0, 0];
    for (const [x, y] of at) {
      box.splice(0, 4, Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y));
    }
    this.bounds = box;
    this.reach = shown.reduce((most, n) => Math.max(most, reachAt(places.lat[n] as number)), 0);
    places.parties.slice(0, MOST_COLOURS).forEach(({ colour }, n) => {
      for (let part = 0; part < 3; part++) {
        this.palette[3 * n + part] = parseInt(colour.slice(1 + 2 * part, 3 + 2 * part), 16) / 255;
      }
    });
  }

  /** Take up what lies below the points. */
  takeGround(colour: [number, number, number], isDark: boolean): void {
    [this.ground, this.isDark] = [colour, isDark];
  }

  /** Take up how the places stand; `only`: fade the places of all other parties. */
  update(standing: Standing, only: number | null): void {
    const texels = this.standing;
    for (let n = 0; n < standing.status.length; n++) {
      const party = standing.party[n] as number;
      texels[4 * n] = Math.max(0, Math.min(party, MOST_COLOURS - 1));
      texels[4 * n + 1] = Math.round(2.55 * (standing.probability[n] as number));
      texels[4 * n + 2] = party < 0 && standing.status[n] === 0 ? 2 : (standing.status[n] as number);
      const faded = only !== null && party !== only ? FADED : 0;
      texels[4 * n + 3] = (standing.besieged[n] ? BESIEGED : 0) + faded;
    }
    this.version++;
  }

  /** Say whether a place is shown as besieged. */
  isBesieged(place: number): boolean {
    return ((this.standing[4 * place + 3] as number) & BESIEGED) !== 0;
  }
}

const WORLD_KM = 40_075;

/** Return the places that are drawn, the greatest first, so that small ones lie above. */
export function orderOf({ places }: Picture): number[] {
  const order = [...places.drawn.keys()].filter((n) => places.drawn[n]);
  const radius = Float32Array.from(places.population, (people) => radiusOf(people));
  return order.sort((a, b) => (radius[b] as number) - (radius[a] as number));
}

/** Return the points of places in an order: where they lie, their numbers, their radius. */
export function pointsOf({ places, origin }: Picture, order: readonly number[]): Float32Array {
  const data = new Float32Array(4 * order.length);
  order.forEach((n, row) => {
    const [x, y] = mercator(places.lon[n] as number, places.lat[n] as number);
    data.set([x - origin[0], y - origin[1], n, radiusOf(places.population[n])], 4 * row);
  });
  return data;
}

/** Return corners; each tells how far it lies from its place, as a part of the reach. */
export function cornersOf({ corners, place }: AreasMade, { origin, places }: Picture): Float32Array {
  const data = new Float32Array(5 * place.length);
  place.forEach((number, n) => {
    const [lon, lat] = [places.lon[number] as number, places.lat[number] as number];
    const [px, py] = mercator(lon, lat);
    const reach = reachAt(lat);
    const [x, y] = mercator(corners[2 * n] as number, corners[2 * n + 1] as number);
    data.set([x - origin[0], y - origin[1], number, (x - px) / reach, (y - py) / reach], 5 * n);
  });
  return data;
}

/** Return how far an area reaches at a latitude, in Mercator coordinates. */
function reachAt(lat: number): number {
  return REACH_KM / WORLD_KM / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
}

/** Return the radius of a place's point in pixels at the scale of 1. */
export function radiusOf(population: number | undefined): number {
  return 5 + 1.6 * Math.max(Math.log10(Math.max(population ?? 1, 1)) - 3, 0);
}

/** Return how big points are at a zoom, and where they lie so many pixels apart: not too big. */
export function scaleAt(zoom: number, apart: number): number {
  const wanted = Math.max(0.4, Math.min(1.15, 0.4 + (zoom - 4) * 0.15));
  return Math.min(wanted, Math.max(0.2, apart / 7));
}
