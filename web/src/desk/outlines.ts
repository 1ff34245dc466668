/** Borders, rivers and coasts for the small map, fetched when it is first opened. */

import type { Position } from "geojson";
import baseAddress from "../../base/made/base.json?url";
import { unpacked, type PackedBase } from "../map/base.ts";

let kept: Promise<Position[][]> | null = null;

/** Return the lines; none where the base map cannot be had. */
export function linesAround(): Promise<Position[][]> {
  kept ??= fetch(baseAddress)
    .then((response) => response.json() as Promise<PackedBase>)
    .then((packed) => {
      const base = unpacked(packed);
      return [...base.borders.features, ...base.disputed.features, ...base.rivers.features].map(
        (feature) => feature.geometry.coordinates,
      );
    })
    .catch(() => []);
  return kept;
}
