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

/** Corners as longitude and latitude, the number of the place of each, and triangles of them. */
export interface AreasMade {
  corners: Float64Array;
  place: Float32Array;
  triangles: Uint32Array;
}

self.addEventListener("message", (event: MessageEvent<AreasAsked>) => {
  const made = trianglesOf(event.data);
  self.postMessage(made, { transfer: [made.corners.buffer, made.place.buffer, made.triangles.buffer] });
});

function trianglesOf({ lon, lat, lands, codes }: AreasAsked): AreasMade {
  const corners: number[] = [];
  const places: number[] = [];
  const triangles: number[] = [];
  for (const { place, rings } of cellsOf(lon, lat, lands, codes)) {
    const flat = rings.flat();
    const holes: number[] = [];
    let at = (rings[0]?.length ?? 0) / 2;
    for (const ring of rings.slice(1)) {
      holes.push(at);
      at += ring.length / 2;
    }
    const first = places.length;
    for (let n = 0; n < flat.length; n += 2) {
      corners.push(flat[n] as number, flat[n + 1] as number);
      places.push(place);
    }
    for (const corner of earcut(flat, holes)) triangles.push(first + corner);
  }
  return {
    corners: Float64Array.from(corners),
    place: Float32Array.from(places),
    triangles: Uint32Array.from(triangles),
  };
}
