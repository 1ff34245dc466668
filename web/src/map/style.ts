/** The base map's style: lands, waters, borders, those in dispute dashed; light and dark. */

import type { Feature, FeatureCollection } from "geojson";
import type { GeoJSONSource, Map as MapLibre, StyleSpecification } from "maplibre-gl";
import type { Theme } from "../shared/theme.ts";
import type { Base } from "./base.ts";

/** Layers of ours are put under this one: borders and rivers stay in sight above the areas. */
export const ABOVE_AREAS = "lakes";
const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };

interface Colours {
  water: string;
  land: string;
  shore: string;
  river: string;
  border: string;
  disputed: string;
  added: string;
}

const COLOURS: Record<Theme, Colours> = {
  light: {
    water: "#cfdbe3",
    land: "#f4f1ea",
    shore: "#9fb1bd",
    river: "#b4c8d5",
    border: "#8b8880",
    disputed: "#6d6a63",
    added: "#3d3a8c",
  },
  dark: {
    water: "#14191f",
    land: "#2a2d31",
    shore: "#41505c",
    river: "#31475a",
    border: "#6f747c",
    disputed: "#989da5",
    added: "#b3aff5",
  },
};

/** Return the ground that a point of the map is drawn on, as red, green and blue of 0..1. */
export function groundOf(theme: Theme): [number, number, number] {
  const { land } = COLOURS[theme];
  return [1, 3, 5].map((at) => parseInt(land.slice(at, at + 2), 16) / 255) as [
    number,
    number,
    number,
  ];
}

/** Return the style of the map before its lands have arrived. */
export function styleOf(theme: Theme): StyleSpecification {
  const colours = COLOURS[theme];
  const source = { type: "geojson" as const, data: NOTHING, tolerance: 0.25, buffer: 32 };
  const line = (id: string, from: string, color: string, width: number) => ({
    id,
    type: "line" as const,
    source: from,
    layout: { "line-join": "round" as const },
    paint: { "line-color": color, "line-width": width },
  });
  return {
    version: 8,
    sources: {
      lands: source,
      lakes: source,
      rivers: source,
      borders: source,
      disputed: source,
      added: source,
    },
    layers: [
      { id: "background", type: "background", paint: { "background-color": colours.water } },
      { id: "lands", type: "fill", source: "lands", paint: { "fill-color": colours.land } },
      { id: "lakes", type: "fill", source: "lakes", paint: { "fill-color": colours.water } },
      {
        ...line("rivers", "rivers", colours.river, 1),
        filter: ["<=", ["get", "rank"], ["step", ["zoom"], 2, 4, 4, 5, 5, 6, 7]],
      },
      line("shores", "lands", colours.shore, 0.6),
      line("borders", "borders", colours.border, 1.1),
      {
        ...line("disputed", "disputed", colours.disputed, 1.3),
        paint: {
          "line-color": colours.disputed,
          "line-width": 1.3,
          "line-dasharray": [3, 2.5],
        },
      },
      {
        ...line("added", "added", colours.added, 1.6),
        paint: { "line-color": colours.added, "line-width": 1.6, "line-dasharray": [5, 2] },
      },
    ],
  };
}

/** Put the lands and lines on the map. */
export function show(map: MapLibre, base: Base): void {
  for (const name of ["lands", "lakes", "rivers", "borders", "disputed"] as const) {
    map.getSource<GeoJSONSource>(name)?.setData(base[name]);
  }
}

/** Put boundaries that the reader added on the map. */
export function showAdded(map: MapLibre, features: Feature[]): void {
  map.getSource<GeoJSONSource>("added")?.setData({ type: "FeatureCollection", features });
}

/** Give the base map the colours of a theme. */
export function paint(map: MapLibre, theme: Theme): void {
  const colours = COLOURS[theme];
  map.setPaintProperty("background", "background-color", colours.water);
  map.setPaintProperty("lands", "fill-color", colours.land);
  map.setPaintProperty("lakes", "fill-color", colours.water);
  map.setPaintProperty("shores", "line-color", colours.shore);
  map.setPaintProperty("rivers", "line-color", colours.river);
  map.setPaintProperty("borders", "line-color", colours.border);
  map.setPaintProperty("disputed", "line-color", colours.disputed);
  map.setPaintProperty("added", "line-color", colours.added);
}

/** Show or hide the borders. */
export function showBorders(map: MapLibre, on: boolean): void {
  for (const layer of ["borders", "disputed", "added"]) {
    map.setLayoutProperty(layer, "visibility", on ? "visible" : "none");
  }
}
