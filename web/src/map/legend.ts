/** The panel on the left: layers to switch, the parties with their counts, places in view. */

import { swatchOf } from "../shared/colours.ts";
import { byId, fill, h, words } from "../shared/dom.ts";
import { keysOf } from "./keys.ts";
import { REACH_KM } from "./reach.ts";
import { WINDOW_DAYS } from "./markers.ts";
import { CONTESTED, HELD, type Places, type Standing } from "./runs.ts";
import type { Layer, View } from "./view.ts";

export interface LegendCallbacks {
  onLayer(layer: Layer, on: boolean): void;
  onParty(id: string | null): void;
  onSpeaker(id: string | null): void;
  onPlace(place: number): void;
  onBoundaries(file: File): void;
}

const NAMES: Record<Layer, [name: string, title: string]> = {
  areas: ["Areas of control", `Who holds the nearest place, paler with the distance and up to ${REACH_KM} km off, on land and within its country`],
  claims: [`Claims, last ${WINDOW_DAYS} days`, "A dashed ring in the colour of the party; a star for a strike; how many"],
  happenings: [`Happenings, last ${WINDOW_DAYS} days`, "A diamond in the colour of who acts; hollow where the statements differ"],
  names: ["Names", "Names of places and countries"],
  borders: ["Borders", "Borders; those in dispute are dashed"],
};
const STATUS = ["held", "contested", "unknown"] as const;
const MOST_LISTED = 60;

export class Legend {
  readonly element: HTMLDetailsElement;
  #places: Places | null = null;

  constructor(private readonly live: boolean, private readonly callbacks: LegendCallbacks) {
    this.element = h(
      "details",
      { class: "legend", id: "legend", open: innerWidth > 700 },
      h("summary", {}, "Legend and layers"),
      h("div", { id: "legend-parties" }),
      h("fieldset", { id: "legend-layers" }, h("legend", {}, "Layers"), ...this.#layers()),
      h("div", { id: "legend-speaker" }),
      this.#adder(),
      h(
        "details",
        { id: "in-view" },
        h("summary", {}, "Places in view"),
        h("ul", { id: "in-view-list" }),
      ),
    );
  }

  take(places: Places): void {
    this.#places = places;
  }

  /** Show the state of the switches. */
  show(view: View, speakerName: string | null): void {
    for (const layer of Object.keys(NAMES) as Layer[]) {
      byId<HTMLInputElement>(`layer-${layer}`).checked = view.layers.has(layer);
      const keys = document.getElementById(`keys-${layer}`);
      if (keys) keys.hidden = !view.layers.has(layer);
    }
    const only = view.speaker
      ? h(
          "p",
          { class: "legend-only" },
          "Claims of ",
          words(speakerName ?? view.speaker),
          h("button", { type: "button", class: "quiet", onclick: () => this.callbacks.onSpeaker(null) }, "All speakers"),
        )
      : null;
    fill(byId("legend-speaker"), only);
  }

  /** Count the places of each party. */
  count(standing: Standing, chosen: string | null): void {
    if (!this.#places) return;
    const { parties, drawn } = this.#places;
    const held = new Map<number, number>();
    const rest = [0, 0, 0];
    let besieged = 0;
    for (let n = 0; n < standing.status.length; n++) {
      if (!drawn[n]) continue;
      const party = standing.party[n] as number;
      const status = standing.status[n] as number;
      if (status === HELD && party >= 0) held.set(party, (held.get(party) ?? 0) + 1);
      else rest[status] = (rest[status] ?? 0) + 1;
      besieged += standing.besieged[n] as number;
    }
    const shown = parties.map((party, n) => ({ ...party, count: held.get(n) ?? 0 }));
    const rows = shown
      .filter(({ id, count }) => count || id === chosen)
      .sort((a, b) => b.count - a.count)
      .map(({ id, name, colour, count }) => this.#party(id, name, colour, count, id === chosen));
    fill(
      byId("legend-parties"),
      h("ul", { class: "keys" }, ...rows, key("contested", rest[CONTESTED] ?? 0), key("unknown", rest[2] ?? 0), siege(besieged)),
      h("p", { class: "soft legend-note" }, "Size: people. Paler: less sure."),
    );
  }

  /** List the places in sight, the greatest first. */
  list(inView: number[], standing: Standing): void {
    const list = byId("in-view-list");
    const places = this.#places;
    if (!places || !byId<HTMLDetailsElement>("in-view").open) return;
    const people = (n: number): number => places.population[n] as number;
    const shown = inView.sort((a, b) => people(b) - people(a)).slice(0, MOST_LISTED);
    fill(list, ...shown.map((n) => h("li", {}, this.#placeButton(n, places, standing))));
    if (inView.length > shown.length) {
      list.append(h("li", { class: "soft" }, `and ${inView.length - shown.length} more: zoom in`));
    }
  }

  #placeButton(n: number, places: Places, standing: Standing): HTMLElement {
    const status = STATUS[standing.status[n] as number] ?? "unknown";
    const party = places.parties[standing.party[n] as number];
    const says = status === "held" && party ? `${party.name} ${standing.probability[n]}%` : status;
    return h(
      "button",
      { type: "button", class: "quiet row", onclick: () => this.callbacks.onPlace(n) },
      h("span", { class: "swatch", style: `background:${swatchOf(status, party?.colour ?? null)}` }),
      h(
        "span",
        { class: "row-words" },
        words(places.name[n] ?? ""),
        h("span", { class: "soft row-says" }, words(says)),
      ),
    );
  }

  #party(id: string, name: string, colour: string, count: number, chosen: boolean): HTMLElement {
    const act = (): void => this.callbacks.onParty(chosen ? null : id);
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "quiet row", "aria-pressed": String(chosen), title: "Show only this party", onclick: act },
        h("span", { class: "swatch", style: `background:${colour}` }),
        words(name),
        h("span", { class: "figure row-end" }, count),
      ),
    );
  }

  #layers(): HTMLElement[] {
    return (Object.entries(NAMES) as [Layer, [string, string]][]).map(([layer, [name, title]]) => {
      const box = h("input", { type: "checkbox", id: `layer-${layer}` });
      box.addEventListener("change", () => this.callbacks.onLayer(layer, box.checked));
      const isThere = this.live || layer !== "happenings";
      const keys = keysOf(layer);
      keys?.setAttribute("id", `keys-${layer}`);
      return h("div", { hidden: !isThere }, h("label", { title }, box, ` ${name}`), keys);
    });
  }

  #adder(): HTMLElement {
    const input = h("input", { type: "file", accept: ".json,.geojson,application/geo+json", class: "hidden-words", id: "boundary-file" });
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      if (file) this.callbacks.onBoundaries(file);
      input.value = "";
    });
    const told = "Lines or areas of a GeoJSON file; it stays in this browser";
    return h("p", { class: "legend-add" }, input, h("label", { for: "boundary-file", class: "button", title: told }, "Add boundaries…"), h("span", { id: "boundary-said", role: "status", class: "soft" }));
  }
}

function key(status: "contested" | "unknown", count: number): HTMLElement {
  return h(
    "li",
    { class: "row" },
    h("span", { class: "swatch", style: `background:${swatchOf(status, null)}` }),
    status,
    h("span", { class: "figure row-end" }, count),
  );
}

function siege(count: number): HTMLElement | null {
  if (!count) return null;
  return h("li", { class: "row" }, h("span", { class: "swatch besieged" }), "besieged", h("span", { class: "figure row-end" }, count));
}
