/** Makes the triangles of the areas of control, off the page's own thread. */

import earcut from "earcut";
import { cellsOf, type Land } from "./cells.ts";

export interface AreasAsked {
  lon: Float64Array;
  lat: Float64Array;
  lands: Land[];
  /** The code of each place's country. */
  codes: (string | null)[];
}

/** Corners of triangles as longitude and latitude, and the number of the place of each. */
export interface AreasMade {
  corners: Float64Array;
  place: Float32Array;
}

self.addEventListener("message", (event: MessageEvent<AreasAsked>) => {
  const made = trianglesOf(event.data);
  self.postMessage(made, { transfer: [made.corners.buffer, made.place.buffer] });
});

function trianglesOf({ lon, lat, lands, codes }: AreasAsked): AreasMade {
  const corners: number[] = [];
  const places: number[] = [];
  for (const { place, rings } of cellsOf(lon, lat, lands, codes)) {
    const flat = rings.flat();
    const holes: number[] = [];
    let at = (rings[0]?.length ?? 0) / 2;
    for (const ring of rings.slice(1)) {
      holes.push(at);
      at += ring.length / 2;
    }
    for (const corner of earcut(flat, holes)) {
      corners.push(flat[2 * corner] as number, flat[2 * corner + 1] as number);
      places.push(place);
    }
  }
  return { corners: Float64Array.from(corners), place: Float32Array.from(places) };
}
