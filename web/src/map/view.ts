/** What is looked at: place, day, what was known, layers, and where; and its address. */

import { dayOf, isoOf } from "../shared/dates.ts";

export const LAYERS = ["areas", "claims", "happenings", "names", "borders"] as const;
export type Layer = (typeof LAYERS)[number];
export const FIRST_LAYERS: readonly Layer[] = ["areas", "names", "borders"];

export interface Camera {
  z: number;
  lat: number;
  lon: number;
}

/** `on` and `known` are days; null: the last day, and all that is known. */
export interface View {
  place: string | null;
  on: number | null;
  known: number | null;
  party: string | null;
  speaker: string | null;
  layers: ReadonlySet<Layer>;
  camera: Camera | null;
}

/** Return the view that an address (what follows `#`) means; what is wrong in it is left out. */
export function viewOf(hash: string): View {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const named = parts.get("layers");
  const asked = new Set(named?.split(",") ?? FIRST_LAYERS);
  return {
    place: parts.get("place") || null,
    on: dayOf(parts.get("on")),
    known: dayOf(parts.get("known")),
    party: parts.get("party") || null,
    speaker: parts.get("speaker") || null,
    layers: new Set(LAYERS.filter((layer) => asked.has(layer))),
    camera: cameraOf(parts),
  };
}

/** Return the address of a view. */
export function hashOf(view: View): string {
  const parts = new URLSearchParams();
  if (view.place) parts.set("place", view.place);
  if (view.on !== null) parts.set("on", isoOf(view.on));
  if (view.known !== null) parts.set("known", isoOf(view.known));
  if (view.party) parts.set("party", view.party);
  if (view.speaker) parts.set("speaker", view.speaker);
  parts.set("layers", LAYERS.filter((layer) => view.layers.has(layer)).join(","));
  if (view.camera) {
    parts.set("z", view.camera.z.toFixed(2));
    parts.set("lat", view.camera.lat.toFixed(4));
    parts.set("lon", view.camera.lon.toFixed(4));
  }
  return `#${parts.toString().replaceAll("%2C", ",").replaceAll("%3A", ":")}`;
}

function cameraOf(parts: URLSearchParams): Camera | null {
  const [z, lat, lon] = ["z", "lat", "lon"].map((name) => Number(parts.get(name) ?? NaN)) as [
    number,
    number,
    number,
  ];
  const fits = z >= 0 && z <= 22 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  return fits ? { z, lat, lon } : null;
}

type Listener = (view: View, before: View) => void;

/** The view of a page: one place where it changes, and those who are told. */
export class ViewState {
  #view: View;
  #listeners: Listener[] = [];
  #readers: ((view: View) => void)[] = [];
  #waiting = 0;
  #written = "";

  constructor(view: View) {
    this.#view = view;
    window.addEventListener("hashchange", () => {
      if (location.hash === this.#written) return;
      const asked = viewOf(location.hash);
      this.set(asked);
      for (const reader of this.#readers) reader(asked);
    });
  }

  get now(): View {
    return this.#view;
  }

  /** Change parts of the view and tell the listeners; the address follows a little later. */
  set(change: Partial<View>): void {
    const before = this.#view;
    this.#view = { ...before, ...change };
    for (const listener of this.#listeners) listener(this.#view, before);
    window.clearTimeout(this.#waiting);
    this.#waiting = window.setTimeout(() => this.#write(), 150);
  }

  /** Call back after the address was changed by hand or by a link: the map must go there. */
  onAddress(reader: (view: View) => void): void {
    this.#readers.push(reader);
  }

  /** Call back after each change. */
  watch(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Switch a layer on or off. */
  toggle(layer: Layer, on: boolean): void {
    const layers = new Set(this.#view.layers);
    if (on) layers.add(layer);
    else layers.delete(layer);
    this.set({ layers });
  }

  #write(): void {
    this.#written = hashOf(this.#view);
    history.replaceState(null, "", this.#written);
  }
}
