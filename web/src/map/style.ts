/** The base map's style: lands, waters, borders, those in dispute dashed; light and dark. */

import type { Feature } from "geojson";
import type {
  GeoJSONSource,
  LayerSpecification,
  LineLayerSpecification as LineLayer,
  Map as MapLibre,
  StyleSpecification,
} from "maplibre-gl";
import type { Theme } from "../shared/theme.ts";
import type { Base } from "./base.ts";

const SOURCES = ["lands", "lakes", "rivers", "borders", "disputed"] as const;

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
    border: "#a19c91",
    disputed: "#7a766d",
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
  const paint = { "background-color": COLOURS[theme].water };
  return { version: 8, sources: {}, layers: [{ id: "background", type: "background", paint }] };
}

/** Put the lands and lines on the map, and boundaries that the reader added. */
export function show(map: MapLibre, base: Base, added: Feature[], theme: Theme): void {
  const colours = COLOURS[theme];
  // Sources come with their data: one that is filled while it still loads can stay empty.
  for (const name of SOURCES) {
    map.addSource(name, { type: "geojson", data: base[name], tolerance: 0.25, buffer: 32 });
  }
  map.addSource("added", { type: "geojson", data: { type: "FeatureCollection", features: added } });
  const line = (id: string, color: string, width: number, dashes?: number[]): LineLayer => ({
    id,
    type: "line",
    source: id === "shores" ? "lands" : id,
    layout: { "line-join": "round" },
    paint: {
      "line-color": color,
      "line-width": width,
      ...(dashes ? { "line-dasharray": dashes } : {}),
    },
  });
  const fill = (id: string, color: string): LayerSpecification => ({
    id,
    type: "fill",
    source: id,
    paint: { "fill-color": color },
  });
  map.addLayer(fill("lands", colours.land));
  map.addLayer(fill("lakes", colours.water));
  map.addLayer({
    ...line("rivers", colours.river, 1),
    filter: ["<=", ["get", "rank"], ["step", ["zoom"], 2, 4, 4, 5, 5, 6, 7]],
  });
  map.addLayer(line("shores", colours.shore, 0.6));
  map.addLayer(line("borders", colours.border, 1.1));
  map.addLayer(line("disputed", colours.disputed, 1.3, [3, 2.5]));
  map.addLayer(line("added", colours.added, 1.6, [5, 2]));
}

/** Put other boundaries of the reader on the map. */
export function showAdded(map: MapLibre, features: Feature[]): void {
  map.getSource<GeoJSONSource>("added")?.setData({ type: "FeatureCollection", features });
}

/** Give the base map the colours of a theme. */
export function paint(map: MapLibre, theme: Theme): void {
  const colours = COLOURS[theme];
  map.setPaintProperty("background", "background-color", colours.water);
  if (!map.getLayer("lands")) return;
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
    if (map.getLayer(layer)) map.setLayoutProperty(layer, "visibility", on ? "visible" : "none");
  }
}
