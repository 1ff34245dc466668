/** What the signs on the map mean, drawn small: the keys of the legend. */

import { h, svg, type Child } from "../shared/dom.ts";
import type { Layer } from "./view.ts";

const LINE = { fill: "none", stroke: "currentColor", "stroke-width": 2 };

/** Return the keys of a layer's signs; none where its name says it all. */
export function keysOf(layer: Layer): HTMLElement | null {
  const rows = KEYS[layer];
  if (!rows) return null;
  return h("ul", { class: "signs soft" }, ...rows.map(([sign, says]) => h("li", {}, picture(sign()), says)));
}

const KEYS: Partial<Record<Layer, readonly (readonly [sign: () => Child[], says: string])[]>> = {
  claims: [
    [() => [svg("circle", { cx: 9, cy: 9, r: 6, ...LINE, "stroke-dasharray": "4 2.5" })], "claimed, in the party's colour"],
    [() => [svg("path", { d: "M9 4v10M4.7 6.5l8.6 5M13.3 6.5l-8.6 5", ...LINE })], "strike"],
    [
      () => [
        svg("rect", { x: 2.5, y: 3, width: 13, height: 12, rx: 6, fill: "currentColor" }),
        svg("text", { x: 9, y: 12.5, "text-anchor": "middle", class: "count" }, "3"),
      ],
      "so many claims",
    ],
  ],
  happenings: [
    [() => [svg("path", { d: "M9 3l6 6-6 6-6-6z", fill: "currentColor" })], "happening, in the actor's colour"],
    [() => [svg("path", { d: "M9 4l5 5-5 5-5-5z", ...LINE })], "its statements differ"],
  ],
  borders: [[() => [svg("path", { d: "M1 9h16", ...LINE, "stroke-dasharray": "4 2.5" })], "in dispute"]],
};

function picture(parts: Child[]): SVGElement {
  return svg("svg", { viewBox: "0 0 18 18", width: 18, height: 18, "aria-hidden": "true" }, ...parts);
}
