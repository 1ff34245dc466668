/** What is drawn above the map on a canvas: names, the chosen place, claims and happenings. */

import type { Theme } from "../shared/theme.ts";
import type { Marker } from "./markers.ts";
import { radiusOf } from "./drawing.ts";
import { told } from "../shared/dom.ts";
import type { Places } from "./runs.ts";
import { mercator, type Frame, type Ground } from "./screen.ts";

export interface CountryName {
  name: string;
  lon: number;
  lat: number;
  size: number;
}

export interface Shown {
  scale: number;
  theme: Theme;
  names: boolean;
  place: number | null;
  hovered: number | null;
  markers: readonly Marker[];
}

type Box = [left: number, top: number, right: number, bottom: number];

const INK = { light: ["#1c1d1f", "#f4f1ea"], dark: ["#eceae5", "#1b1d20"] } as const;
const SOFT = { light: "#6b675e", dark: "#9a9fa6" } as const;
const FONT = '"Inter", "Source Sans 3", system-ui, "Segoe UI", "Noto Sans", sans-serif';
const MOST_NAMES = 90;
const MOST_TRIED = 500;
const GAP = 2;
const LEAST_POINT = 2.5; // pixels of radius

/** The canvas above the map. */
export class Overlay {
  readonly canvas = document.createElement("canvas");
  #places: Places | null = null;
  #ground: Ground | null = null;
  #order: number[] = [];
  #names: string[] = [];
  #drawn: unknown[] = [];
  #version = 0;
  #countries: (CountryName & { x: number; y: number })[] = [];

  constructor() {
    this.canvas.className = "overlay";
    this.canvas.setAttribute("aria-hidden", "true");
  }

  /** Take up the places; those with more people are named first. */
  take(places: Places, ground: Ground): void {
    [this.#places, this.#ground] = [places, ground];
    this.#names = places.name.map(told);
    this.#version++;
    const people = (n: number): number => places.population[n] as number;
    this.#order = [...ground.shown].sort((a, b) => people(b) - people(a));
  }

  takeCountries(names: CountryName[]): void {
    this.#version++;
    this.#countries = names.map((country) => {
      const [x, y] = mercator(country.lon, country.lat);
      return { ...country, x, y };
    });
  }

  /** Draw what is shown, unless it has been drawn so already: most steps of the clock move nothing. */
  draw(frame: Frame, shown: Shown): void {
    const { width, height, zoom } = frame;
    const told = [width, height, zoom, ...frame.at(0.5, 0.5), ...Object.values(shown), this.#version];
    if (told.length === this.#drawn.length && told.every((part, n) => part === this.#drawn[n])) return;
    this.#drawn = told;
    const ratio = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)];
    if (this.canvas.width !== wide) this.canvas.width = wide;
    if (this.canvas.height !== high) this.canvas.height = high;
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, frame.width, frame.height);
    const taken: Box[] = [];
    const points = this.#pointsIn(frame, shown.scale);
    this.#drawMarkers(pen, frame, shown);
    this.#drawChosen(pen, frame, shown, taken);
    if (!shown.names) return;
    this.#drawPlaces(pen, frame, shown, taken, points);
    this.#drawCountries(pen, frame, shown, taken);
  }

  #radius(n: number, scale: number): number {
    return Math.max(1.4, radiusOf(this.#places?.population[n]) * scale);
  }

  #drawMarkers(pen: CanvasRenderingContext2D, frame: Frame, { markers, theme, scale }: Shown): void {
    for (const marker of markers) {
      const [x, y] = this.#at(frame, marker.place);
      if (x < -20 || y < -20 || x > frame.width + 20 || y > frame.height + 20) continue;
      marker.draw(pen, x, y, this.#radius(marker.place, scale), INK[theme]);
    }
  }

  #drawChosen(pen: CanvasRenderingContext2D, frame: Frame, shown: Shown, taken: Box[]): void {
    const [ink, paper] = INK[shown.theme];
    for (const place of new Set([shown.hovered, shown.place])) {
      if (place === null || !this.#places) continue;
      const [x, y] = this.#at(frame, place);
      const radius = this.#radius(place, shown.scale) + 4;
      if (place === shown.place && this.#places.drawn[place]) {
        for (const [colour, width] of [[paper, 5], [ink, 2.2]] as const) {
          pen.strokeStyle = colour;
          pen.lineWidth = width;
          pen.beginPath();
          pen.arc(x, y, radius, 0, 2 * Math.PI);
          pen.stroke();
        }
      }
      const name = this.#names[place] as string;
      pen.font = `600 13px ${FONT}`;
      write(pen, name, x + radius + 3, y, [ink, paper], 4);
      taken.push([x - radius, y - 9, x + radius + 5 + pen.measureText(name).width, y + 9]);
    }
  }

  /** Return the boxes of the points that are big enough to be read, where they are not too many. */
  #pointsIn(frame: Frame, scale: number): Map<number, Box> {
    const found = new Map<number, Box>();
    for (const n of this.#order) {
      const [x, y] = this.#at(frame, n);
      if (x < 0 || y < 0 || x > frame.width || y > frame.height) continue;
      const radius = this.#radius(n, scale);
      if (radius < LEAST_POINT) break; // The rest are smaller, and names may lie over them.
      if (found.size >= MOST_TRIED) return new Map();
      found.set(n, [x - radius, y - radius, x + radius, y + radius]);
    }
    return found;
  }

  #drawPlaces(
    pen: CanvasRenderingContext2D,
    frame: Frame,
    shown: Shown,
    taken: Box[],
    points: ReadonlyMap<number, Box>,
  ): void {
    if (!this.#places || !this.#ground) return;
    pen.font = `12px ${FONT}`;
    let [tried, written] = [0, 0];
    for (const n of this.#order) {
      if (written >= MOST_NAMES || tried >= MOST_TRIED) break;
      const [x, y] = this.#at(frame, n);
      if (x < 0 || y < 0 || x > frame.width || y > frame.height) continue;
      if (n === shown.place || n === shown.hovered) continue;
      tried++;
      const name = this.#names[n] as string;
      const radius = this.#radius(n, shown.scale);
      const width = pen.measureText(name).width;
      const above = y - radius - 9;
      const spots: [number, number][] = [
        [x + radius + 3, y],
        [x - radius - 3 - width, y],
        [x - width / 2, above],
        [x - width / 2, y + radius + 10],
      ];
      for (const [left, middle] of spots) {
        const box: Box = [left - GAP, middle - 7, left + width + GAP, middle + 7];
        if (box[0] < 0 || box[2] > frame.width || taken.some((other) => meet(box, other))) continue;
        if (covers(box, points, n)) continue;
        taken.push(box);
        write(pen, name, left, middle, INK[shown.theme], 3);
        written++;
        break;
      }
    }
  }

  #drawCountries(pen: CanvasRenderingContext2D, frame: Frame, shown: Shown, taken: Box[]): void {
    if (frame.zoom > 7) return;
    const paper = INK[shown.theme][1];
    pen.font = `600 11px ${FONT}`;
    for (const { name, size, x: mx, y: my } of this.#countries) {
      if (Math.sqrt(size) * 2 ** frame.zoom < 70) continue;
      const [x, y] = frame.at(mx, my);
      const text = name.toUpperCase().split("").join("\u200a");
      const width = pen.measureText(text).width;
      const box: Box = [x - width / 2, y - 8, x + width / 2, y + 8];
      if (box[0] < 0 || box[2] > frame.width || y < 0 || y > frame.height) continue;
      if (taken.some((other) => meet(box, other))) continue;
      taken.push(box);
      write(pen, text, box[0], y, [SOFT[shown.theme], paper], 3);
    }
  }

  #at(frame: Frame, place: number): [number, number] {
    return frame.at(this.#ground?.x[place] as number, this.#ground?.y[place] as number);
  }
}

function write(
  pen: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  [ink, paper]: readonly [string, string],
  halo: number,
): void {
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.strokeStyle = paper;
  pen.lineWidth = halo;
  pen.strokeText(text, x, y);
  pen.fillStyle = ink;
  pen.fillText(text, x, y);
}

/** Return whether a name would lie over the point of another place than its own. */
function covers(box: Box, points: ReadonlyMap<number, Box>, own: number): boolean {
  for (const [n, point] of points) if (n !== own && meet(box, point)) return true;
  return false;
}

function meet(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
