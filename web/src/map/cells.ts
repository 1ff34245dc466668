/** Areas of control: who holds the place nearest by, cut at coasts and borders and at a distance. */

import { Delaunay } from "d3-delaunay";
import { REACH_KM } from "./reach.ts";

const KM_A_DEGREE = 111.2;
const CORNERS = 28;

/** Flat coordinates x, y, x, y, ... in degrees; not closed. */
export type Ring = number[];
/** A land: rings of one polygon of a country, the outer one first. */
export interface Land {
  country: number;
  rings: Ring[];
}
/** How far a place may lie outside its own country's coarse borders, in degrees. */
const SLACK = 0.06;

type Box = [west: number, south: number, east: number, north: number];

/** A land with the boxes of stretches of its rings, so that what is far is found far quickly. */
interface Shape extends Land {
  box: Box;
  stretches: Box[];
}
const STRETCH = 64;

/**
 * Return the areas of places as polygons without holes that matter to a fill: for each place the
 * rings to be filled by the even-odd rule. Places at one point share an area: the first has it.
 */
export function cellsOf(
  lon: ArrayLike<number>,
  lat: ArrayLike<number>,
  lands: Land[],
  codes: ArrayLike<string | null>,
): { place: number; rings: Ring[] }[] {
  const stretch = Math.cos((middleOf(lat) * Math.PI) / 180) || 1;
  const delaunay = Delaunay.from(
    { length: lon.length },
    (_, n) => (lon[n] as number) * stretch,
    (_, n) => lat[n] as number,
  );
  const voronoi = delaunay.voronoi([-361 * stretch, -91, 361 * stretch, 91]);
  const world = boxOf(Array.from(lon, (x, n) => [x, lat[n] as number]).flat());
  const shapes = lands.map(shapeOf).filter((shape) => overlap(shape.box, world));
  const at = Array.from(lon, (x, n) => shapes.find((shape) => holds(shape, x, lat[n] as number)));
  const homes = homesOf(at, codes);
  const own = (place: number, x: number, y: number): Shape | undefined => {
    const home = homes.get(codes[place] ?? "");
    if (home === undefined || home === at[place]?.country) return undefined;
    return shapes.find((shape) => shape.country === home && isNear(shape, x, y));
  };
  const cells: { place: number; rings: Ring[] }[] = [];
  for (let place = 0; place < lon.length; place++) {
    const corners = voronoi.cellPolygon(place);
    if (!corners) continue;
    const [x, y] = [lon[place] as number, lat[place] as number];
    const nearest: Ring = [];
    for (const [cx, cy] of corners.slice(0, -1)) nearest.push(cx / stretch, cy);
    const cell = clippedBy(circleAround(x, y), nearest);
    const land = at[place] === undefined ? undefined : (own(place, x, y) ?? at[place]);
    if (!land || cell.length < 6) continue;
    cells.push({ place, rings: within(cell, land) });
  }
  return cells;
}

/** Return the country of each code: the one in which most of its places lie. */
function homesOf(at: (Shape | undefined)[], codes: ArrayLike<string | null>): Map<string, number> {
  const counts = new Map<string, Map<number, number>>();
  at.forEach((shape, n) => {
    const code = codes[n];
    if (!shape || !code) return;
    const counted = counts.get(code) ?? new Map<number, number>();
    counted.set(shape.country, (counted.get(shape.country) ?? 0) + 1);
    counts.set(code, counted);
  });
  const most = ([, counted]: [string, Map<number, number>]): number =>
    [...counted].reduce((a, b) => (a[1] >= b[1] ? a : b))[0];
  return new Map([...counts].map((entry) => [entry[0], most(entry)]));
}

/** Return whether a point lies on a land or just outside: coarse borders cut off border towns. */
function isNear({ rings, box }: Shape, x: number, y: number): boolean {
  if (x < box[0] - SLACK || y < box[1] - SLACK || x > box[2] + SLACK || y > box[3] + SLACK) {
    return false;
  }
  const around = [x - SLACK, y - SLACK, x + SLACK, y - SLACK, x + SLACK, y + SLACK, x - SLACK, y + SLACK];
  return clippedBy(nearby(rings[0] ?? [], boxOf(around)), around).length >= 6;
}

/** Return the part of a convex cell on a land, as rings for the even-odd rule. */
function within(cell: Ring, land: Shape): Ring[] {
  const box = boxOf(cell);
  if (!land.stretches.some((stretch) => overlap(stretch, box))) return [cell];
  const rings = land.rings
    .filter((ring, n) => n === 0 || overlap(boxOf(ring), box))
    .map((ring) => clippedBy(nearby(ring, box), cell))
    .filter((ring) => ring.length >= 6);
  return rings;
}

/**
 * Return a ring with its stretches far outside a box made short: each run of points on one side of
 * the box is replaced by its ends. Clipping by what lies in the box gives the same.
 */
function nearby(ring: Ring, [west, south, east, north]: Box): Ring {
  const side = (n: number): number => {
    const [x, y] = [ring[n] as number, ring[n + 1] as number];
    return x < west ? 1 : x > east ? 2 : y < south ? 3 : y > north ? 4 : 0;
  };
  const kept: Ring = [];
  let [before, here] = [side(ring.length - 2), side(0)];
  for (let n = 0; n < ring.length; n += 2) {
    const after = side((n + 2) % ring.length);
    if (here === 0 || here !== before || here !== after) {
      kept.push(ring[n] as number, ring[n + 1] as number);
    }
    [before, here] = [here, after];
  }
  return kept;
}

/** Return a ring clipped by a convex one (Sutherland and Hodgman). */
export function clippedBy(ring: Ring, convex: Ring): Ring {
  const turn = signedArea(convex) < 0 ? -1 : 1;
  let kept = ring;
  for (let n = 0; n < convex.length && kept.length; n += 2) {
    const next = (n + 2) % convex.length;
    const [ax, ay] = [convex[n] as number, convex[n + 1] as number];
    const [bx, by] = [convex[next] as number, convex[next + 1] as number];
    kept = clippedByLine(kept, ax, ay, turn * (bx - ax), turn * (by - ay));
  }
  return kept;
}

/** Return the part of a ring on the left of a line through a point. */
function clippedByLine(ring: Ring, ax: number, ay: number, dx: number, dy: number): Ring {
  const kept: Ring = [];
  let [px, py] = [ring[ring.length - 2] as number, ring[ring.length - 1] as number];
  let before = dx * (py - ay) - dy * (px - ax);
  for (let n = 0; n < ring.length; n += 2) {
    const [x, y] = [ring[n] as number, ring[n + 1] as number];
    const off = dx * (y - ay) - dy * (x - ax);
    if (before >= 0 !== off >= 0) {
      const share = before / (before - off);
      kept.push(px + share * (x - px), py + share * (y - py));
    }
    if (off >= 0) kept.push(x, y);
    [px, py, before] = [x, y, off];
  }
  return kept;
}

function circleAround(x: number, y: number): Ring {
  const high = REACH_KM / KM_A_DEGREE;
  const wide = high / Math.max(Math.cos((y * Math.PI) / 180), 0.05);
  const ring: Ring = [];
  for (let n = 0; n < CORNERS; n++) {
    const angle = (2 * Math.PI * n) / CORNERS;
    ring.push(x + wide * Math.cos(angle), y + high * Math.sin(angle));
  }
  return ring;
}

function shapeOf({ country, rings }: Land): Shape {
  const stretches: Box[] = [];
  for (const ring of rings) {
    for (let n = 0; n < ring.length; n += STRETCH) {
      stretches.push(boxOf(ring.slice(n, n + STRETCH + 2)));
    }
    stretches.push(boxOf([...ring.slice(0, 2), ...ring.slice(-2)]));
  }
  return { country, rings, box: boxOf(rings[0] ?? []), stretches };
}

function holds({ rings, box }: Shape, x: number, y: number): boolean {
  if (x < box[0] || y < box[1] || x > box[2] || y > box[3]) return false;
  return rings.filter((ring) => inside(ring, x, y)).length % 2 === 1;
}

/** Return whether a point lies in a ring. */
export function inside(ring: Ring, x: number, y: number): boolean {
  let within_ = false;
  let [px, py] = [ring[ring.length - 2] as number, ring[ring.length - 1] as number];
  for (let n = 0; n < ring.length; n += 2) {
    const [cx, cy] = [ring[n] as number, ring[n + 1] as number];
    if (cy > y !== py > y && x < ((px - cx) * (y - cy)) / (py - cy) + cx) within_ = !within_;
    [px, py] = [cx, cy];
  }
  return within_;
}

export function signedArea(ring: Ring): number {
  let sum = 0;
  let [px, py] = [ring[ring.length - 2] as number, ring[ring.length - 1] as number];
  for (let n = 0; n < ring.length; n += 2) {
    const [x, y] = [ring[n] as number, ring[n + 1] as number];
    sum += px * y - x * py;
    [px, py] = [x, y];
  }
  return sum / 2;
}

function boxOf(ring: Ring): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let n = 0; n < ring.length; n += 2) {
    const [x, y] = [ring[n] as number, ring[n + 1] as number];
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

function overlap(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

function middleOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += values[n] as number;
  return values.length ? sum / values.length : 0;
}
