/** Picking a place on a small map of the store's places. */

import { get } from "../shared/api.ts";
import { fill, h, svg, words } from "../shared/dom.ts";
import type { DayMap } from "../shared/wire.ts";
import { linesAround } from "./outlines.ts";

export interface Picked {
  id: string;
  name: string;
}

interface Spot extends Picked {
  lat: number;
  lon: number;
  size: number;
  where: string;
}

const WIDTH = 600;
const HEIGHT = 440;
const NEAREST = 12;

/** Open the map around a place; `choose` is told the place that is picked. */
export async function pickPlace(around: string | null, choose: (place: Picked) => void): Promise<void> {
  const spots = spotsOf(await get<DayMap>("/map"));
  const here = spots.find((spot) => spot.id === around) ?? middleOf(spots);
  if (!here) return;
  const dialog = h("dialog", { class: "pick-map", "aria-labelledby": "pick-title" });
  const view = { lat: here.lat, lon: here.lon, reach: 1.2 };
  const stage = h("div", { class: "pick-stage" });
  const list = h("ul", { class: "pick-list", "aria-label": "Places nearest to the middle" });
  const take = (spot: Spot): void => {
    choose({ id: spot.id, name: `${spot.name} (${spot.where})` });
    dialog.close();
  };
  const draw = (): void => {
    const shown = nearest(spots, view);
    fill(stage, drawing(spots, view, here, take));
    fill(list, ...shown.map((spot) => listed(spot, take)));
  };
  const move = (east: number, north: number, zoom: number): void => {
    view.lon += east * view.reach;
    view.lat += north * view.reach;
    view.reach = Math.min(Math.max(view.reach * zoom, 0.1), 30);
    draw();
  };
  const button = (name: string, sign: string, ...by: [number, number, number]): HTMLElement =>
    h("button", { type: "button", "aria-label": name, onclick: () => move(...by) }, sign);
  dialog.append(
    h("h2", { id: "pick-title" }, "Where is it?"),
    h("div", { class: "pick-body" }, stage, list),
    h(
      "div",
      { class: "pick-tools" },
      button("Closer", "+", 0, 0, 0.6),
      button("Farther", "−", 0, 0, 1.7),
      button("West", "←", -0.5, 0, 1),
      button("East", "→", 0.5, 0, 1),
      button("North", "↑", 0, 0.5, 1),
      button("South", "↓", 0, -0.5, 1),
      h("button", { type: "button", onclick: () => dialog.close() }, "Leave it as it is"),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  draw();
  dialog.showModal();
}

interface View {
  lat: number;
  lon: number;
  reach: number;
}

function drawing(spots: Spot[], view: View, here: Spot, take: (spot: Spot) => void): SVGElement {
  const narrow = Math.cos((view.lat * Math.PI) / 180);
  const scale = HEIGHT / (2 * view.reach);
  const at = (lon: number, lat: number): [number, number] => [
    WIDTH / 2 + (lon - view.lon) * scale * narrow,
    HEIGHT / 2 - (lat - view.lat) * scale,
  ];
  const inside = spots.filter((spot) => {
    const [x, y] = at(spot.lon, spot.lat);
    return x > 0 && x < WIDTH && y > 0 && y < HEIGHT;
  });
  const named = new Set(inside.toSorted((a, b) => b.size - a.size).slice(0, 25));
  const lines = svg("g", { class: "outline" });
  void linesAround().then((found) => {
    for (const line of found) {
      const points = line.map(([lon = 0, lat = 0]) => at(lon, lat).map(Math.round).join(","));
      lines.append(svg("polyline", { points: points.join(" ") }));
    }
  });
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" },
    lines,
    ...inside.map((spot) => {
      const [x, y] = at(spot.lon, spot.lat);
      const mark = svg(
        "g",
        { class: spot === here ? "spot here" : "spot" },
        svg("circle", { cx: x, cy: y, r: 5 }),
        svg("circle", { cx: x, cy: y, r: 12, fill: "transparent", stroke: "none" }),
        named.has(spot) ? svg("text", { x: x + 8, y: y + 4 }, spot.name) : null,
      );
      mark.addEventListener("click", () => take(spot));
      return mark;
    }),
  );
}

function listed(spot: Spot, take: (spot: Spot) => void): HTMLElement {
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "link", onclick: () => take(spot) },
      words(spot.name),
    ),
    h("span", { class: "soft" }, " ", words(spot.where)),
  );
}

function nearest(spots: Spot[], view: View): Spot[] {
  const narrow = Math.cos((view.lat * Math.PI) / 180);
  const away = (spot: Spot): number =>
    (spot.lat - view.lat) ** 2 + ((spot.lon - view.lon) * narrow) ** 2;
  return spots.toSorted((a, b) => away(a) - away(b)).slice(0, NEAREST);
}

function spotsOf(map: DayMap): Spot[] {
  return map.id.flatMap((id, at) => {
    const [lat, lon] = [map.lat[at], map.lon[at]];
    if (lat === null || lat === undefined || lon === null || lon === undefined) return [];
    const where = [map.admin1[at], map.country[at]].filter(Boolean).join(", ");
    return [{ id, name: map.name[at] ?? id, lat, lon, size: map.population[at] ?? 0, where }];
  });
}

function middleOf(spots: Spot[]): Spot | undefined {
  return spots.toSorted((a, b) => b.size - a.size)[0];
}
