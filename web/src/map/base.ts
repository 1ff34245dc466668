/** The base map's lines and lands, decoded. */

import type { Feature, FeatureCollection, LineString, MultiPolygon, Position } from "geojson";

interface PackedCountry {
  name: string;
  at: [number, number];
  size: number;
  polygons: number[][][];
}

/** What `base/make_base.mjs` writes: lines as differences of whole steps of a degree. */
export interface PackedBase {
  source: string;
  steps: number;
  countries: PackedCountry[];
  borders: number[][];
  disputed: number[][];
  waters: { steps: number; rivers: { rank: number; lines: number[][] }[]; lakes: number[][][] };
}

export interface Base {
  lands: FeatureCollection<MultiPolygon>;
  borders: FeatureCollection<LineString>;
  disputed: FeatureCollection<LineString>;
  rivers: FeatureCollection<LineString>;
  lakes: FeatureCollection<MultiPolygon>;
  names: { name: string; lon: number; lat: number; size: number }[];
}

/** Return the base map that was packed. */
export function unpacked(base: PackedBase): Base {
  const { steps, waters } = base;
  const lines = (packed: number[][]): FeatureCollection<LineString> =>
    collection(packed.map((line) => lineOf(lineFrom(line, steps), {})));
  return {
    lands: collection(base.countries.map((country) => landOf(country.polygons, steps))),
    borders: lines(base.borders),
    disputed: lines(base.disputed),
    rivers: collection(
      waters.rivers.flatMap(({ rank, lines: parts }) =>
        parts.map((line) => lineOf(lineFrom(line, waters.steps), { rank })),
      ),
    ),
    lakes: collection(waters.lakes.map((rings) => landOf([rings], waters.steps))),
    names: base.countries.map(({ name, at, size }) => ({ name, lon: at[0], lat: at[1], size })),
  };
}

function lineFrom(packed: number[], steps: number): Position[] {
  const line: Position[] = [];
  let [x, y] = [0, 0];
  for (let n = 0; n + 1 < packed.length; n += 2) {
    x += packed[n] as number;
    y += packed[n + 1] as number;
    line.push([x / steps, y / steps]);
  }
  return line;
}

function lineOf(coordinates: Position[], properties: { rank?: number }): Feature<LineString> {
  return { type: "Feature", properties, geometry: { type: "LineString", coordinates } };
}

function landOf(polygons: number[][][], steps: number): Feature<MultiPolygon> {
  const coordinates = polygons.map((rings) => rings.map((ring) => lineFrom(ring, steps)));
  return { type: "Feature", properties: {}, geometry: { type: "MultiPolygon", coordinates } };
}

function collection<G extends LineString | MultiPolygon>(
  features: Feature<G>[],
): FeatureCollection<G> {
  return { type: "FeatureCollection", features };
}
