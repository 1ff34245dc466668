/** Boundaries that a reader adds from a GeoJSON file; kept in the browser where it has room. */

import type { Feature, Geometry } from "geojson";

const KEY = "whoholds-boundaries";
const MOST_BYTES = 20_000_000;
const DRAWN = new Set(["LineString", "MultiLineString", "Polygon", "MultiPolygon"]);

/** Return the lines and areas of a GeoJSON text; raises with what is wrong. */
export function boundariesOf(text: string): Feature[] {
  if (text.length > MOST_BYTES) throw new Error("The file is larger than 20 MB; simplify it first.");
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Error("The file is no JSON; save it as GeoJSON.");
  }
  const found = geometriesIn(read).filter((geometry) => DRAWN.has(geometry.type));
  if (!found.length) throw new Error("The file has no lines or areas.");
  return found.map((geometry) => ({ type: "Feature", properties: {}, geometry }));
}

/** Return the boundaries of an earlier visit. */
export function kept(): Feature[] {
  try {
    const text = localStorage.getItem(KEY);
    return text ? boundariesOf(text) : [];
  } catch {
    return [];
  }
}

/** Keep boundaries for later visits; returns whether there was room. */
export function keep(features: Feature[]): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify({ type: "FeatureCollection", features }));
    return true;
  } catch {
    return false;
  }
}

function geometriesIn(value: unknown): Geometry[] {
  if (typeof value !== "object" || value === null) return [];
  const { type, features, geometry, geometries, coordinates } = value as Record<string, unknown>;
  if (type === "FeatureCollection" && Array.isArray(features)) return features.flatMap(geometriesIn);
  if (type === "Feature") return geometriesIn(geometry);
  if (type === "GeometryCollection" && Array.isArray(geometries)) return geometries.flatMap(geometriesIn);
  return Array.isArray(coordinates) ? [value as Geometry] : [];
}
