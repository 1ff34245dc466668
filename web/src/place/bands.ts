/** The bands of the picture: how the probability was shared out, day by day. */

import { inkOn } from "../shared/colours.ts";
import { svg } from "../shared/dom.ts";
import type { Bands } from "../shared/wire.ts";
import { xOf, type Scale } from "./axis.ts";
import type { Palette } from "./palette.ts";

export interface Layer {
  name: string;
  fill: string;
  ink: string;
  values: readonly number[];
}

const LETTER = 6.6; // pixels, about, of the labels' type
const LABEL_HEIGHT = 17;
const TOLD = 5;

/** Return the layers from the ground up: parties, then contested, then unknown. */
export function layersOf(bands: Bands, palette: Palette): Layer[] {
  const parties = bands.parties.map((party) => {
    const fill = palette(party.actor_id);
    return { name: party.name, fill, ink: inkOn(fill), values: party.probability };
  });
  return [
    ...parties,
    { name: "Contested", fill: "url(#hatch)", ink: "", values: bands.contested },
    { name: "Unknown", fill: "var(--unknown)", ink: "#000000", values: bands.unknown },
  ];
}

/** Return the bands as one picture between two heights. */
export function drawBands(
  days: readonly number[],
  layers: readonly Layer[],
  scale: Scale,
  top: number,
  bottom: number,
): SVGGElement {
  const group = svg("g", {});
  let floor: number[] = days.map(() => 0);
  const labels: SVGElement[] = [];
  for (const layer of layers) {
    const ceiling = floor.map((value, at) => value + (layer.values[at] ?? 0));
    const y = (value: number): number => bottom - Math.min(value, 1) * (bottom - top);
    const upper = days.map((day, at) => `${round(xOf(scale, day))},${round(y(ceiling[at] ?? 0))}`);
    const lower = days.map((day, at) => `${round(xOf(scale, day))},${round(y(floor[at] ?? 0))}`);
    group.append(
      svg("polygon", {
        class: "band",
        points: [...upper, ...lower.reverse()].join(" "),
        fill: layer.fill,
      }),
    );
    const label = labelOf(days, layer, floor, ceiling, scale, y);
    if (label) labels.push(label);
    floor = ceiling;
  }
  group.append(...labels);
  return group;
}

/** Return the name of a layer where it is wide and high enough for it, else null. */
function labelOf(
  days: readonly number[],
  layer: Layer,
  floor: readonly number[],
  ceiling: readonly number[],
  scale: Scale,
  y: (value: number) => number,
): SVGElement | null {
  const high = (at: number): boolean =>
    y(floor[at] ?? 0) - y(ceiling[at] ?? 0) >= LABEL_HEIGHT;
  let best: [number, number] | null = null;
  for (let at = 0; at < days.length; at += 1) {
    if (!high(at)) continue;
    let end = at;
    while (end + 1 < days.length && high(end + 1)) end += 1;
    if (!best || width(at, end) > width(...best)) best = [at, end];
    at = end;
  }
  if (!best || width(...best) < layer.name.length * LETTER + 12) return null;
  const middle = (xOf(scale, days[best[0]] ?? 0) + xOf(scale, days[best[1]] ?? 0)) / 2;
  let at = best[0];
  while (at < best[1] && xOf(scale, days[at] ?? 0) < middle) at += 1;
  const height = (y(floor[at] ?? 0) + y(ceiling[at] ?? 0)) / 2;
  return svg(
    "text",
    {
      class: layer.ink ? "band-name" : "band-name on-hatch",
      x: middle,
      y: height + 4,
      fill: layer.ink || null,
      "text-anchor": "middle",
    },
    layer.name,
  );

  function width(from: number, to: number): number {
    return xOf(scale, days[to] ?? 0) - xOf(scale, days[from] ?? 0);
  }
}

/** Return what is believed on a day, the likeliest first, as words. */
export function reading(bands: Bands, layers: readonly Layer[], day: number): string {
  if (!bands.days.length) return "";
  let at = bands.days.findIndex((each) => each >= day);
  if (at < 0) at = bands.days.length - 1;
  return layers
    .map((layer) => ({ name: layer.name, value: layer.values[at] ?? 0 }))
    .filter((each) => each.value >= 0.02)
    .sort((a, b) => b.value - a.value)
    .slice(0, TOLD)
    .map((each) => `${each.name} ${Math.round(each.value * 100)}\u00a0%`)
    .join(", ");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
