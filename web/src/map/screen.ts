/** From degrees to pixels on a map that is never turned or tilted. */

import type { Map as MapLibre } from "maplibre-gl";

const TILE = 512;
const SAMPLE = 40; // places whose neighbours tell how dense all are

/** Return the web-mercator coordinates (0..1) of degrees. */
export function mercator(lon: number, lat: number): [number, number] {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** What of the world is in sight, and where. */
export interface Frame {
  width: number;
  height: number;
  zoom: number;
  /** Pixels of the whole world's width. */
  size: number;
  /** Return the pixels of web-mercator coordinates. */
  at(x: number, y: number): [number, number];
}

/** Return the frame of a map now. */
export function frameOf(map: MapLibre): Frame {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const zoom = map.getZoom();
  const size = TILE * 2 ** zoom;
  const { lng, lat } = map.getCenter();
  const [cx, cy] = mercator(lng, lat);
  return {
    width,
    height,
    zoom,
    size,
    at: (x, y) => [(x - cx) * size + width / 2, (y - cy) * size + height / 2],
  };
}

/** The places in web-mercator coordinates, found again by pixels. */
export class Ground {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly shown: Int32Array;
  #apart: number | null = null;

  constructor(lon: Float64Array, lat: Float64Array, drawn: Uint8Array) {
    this.x = new Float64Array(lon.length);
    this.y = new Float64Array(lon.length);
    for (let n = 0; n < lon.length; n++) {
      [this.x[n], this.y[n]] = mercator(lon[n] as number, lat[n] as number);
    }
    this.shown = Int32Array.from([...drawn.keys()].filter((n) => drawn[n]));
  }

  /** Return how many pixels lie between a typical place and its nearest neighbour. */
  spacing(zoom: number): number {
    this.#apart ??= this.#measured();
    return this.#apart * TILE * 2 ** zoom;
  }

  #measured(): number {
    const every = Math.max(1, Math.floor(this.shown.length / SAMPLE));
    const apart: number[] = [];
    for (let at = 0; at < this.shown.length; at += every) {
      const [x, y] = [this.x[this.shown[at] as number] as number, this.y[this.shown[at] as number] as number];
      let least = Infinity;
      for (const n of this.shown) {
        const off = ((this.x[n] as number) - x) ** 2 + ((this.y[n] as number) - y) ** 2;
        if (off > 0 && off < least) least = off;
      }
      apart.push(Math.sqrt(least));
    }
    apart.sort((a, b) => a - b);
    return apart[Math.floor(apart.length / 2)] ?? Infinity;
  }

  /** Return the place whose point is nearest to a pixel, at most so many pixels off, or null. */
  nearest(frame: Frame, px: number, py: number, most: number): number | null {
    let [best, found] = [most * most, -1];
    for (const n of this.shown) {
      const [x, y] = frame.at(this.x[n] as number, this.y[n] as number);
      const off = (x - px) ** 2 + (y - py) ** 2;
      if (off < best) [best, found] = [off, n];
    }
    return found < 0 ? null : found;
  }

  /** Return the places in sight. */
  inside(frame: Frame): number[] {
    return [...this.shown].filter((n) => {
      const [x, y] = frame.at(this.x[n] as number, this.y[n] as number);
      return x >= 0 && y >= 0 && x <= frame.width && y <= frame.height;
    });
  }
}
