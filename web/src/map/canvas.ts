/** The map itself: base, areas, points and what is drawn above, and the pointer on it. */

import { Map as MapLibre, NavigationControl, ScaleControl } from "maplibre-gl";
import type { Feature } from "geojson";
import { onTheme, theme } from "../shared/theme.ts";
import type { AreasAsked, AreasMade } from "./areas_worker.ts";
import AreasWorker from "./areas_worker.ts?worker&inline";
import { unpacked, type Base, type PackedBase } from "./base.ts";
import type { Land } from "./cells.ts";
import { Picture, scaleAt } from "./drawing.ts";
import type { Marker } from "./markers.ts";
import { Overlay } from "./overlay.ts";
import { Painting } from "./painting.ts";
import type { Places, Standing } from "./runs.ts";
import { frameOf, Ground, mercator, type Frame } from "./screen.ts";
import * as style from "./style.ts";
import type { Camera } from "./view.ts";

const REACH = 16; // pixels that a click may miss a point by
const MOST_ZOOM = 13;

export interface CanvasCallbacks {
  onPlace(place: number | null): void;
  onMove(camera: Camera): void;
  onFrame(): void;
  tipOf(place: number): string;
}

export class MapCanvas {
  readonly map: MapLibre;
  #loaded: Promise<void>;
  #base: Base | null = null;
  #picture: Picture | null = null;
  #places: Places | null = null;
  #painting = new Painting(() => this.#paint());
  #ground: Ground | null = null;
  #overlay = new Overlay();
  #hovered: number | null = null;
  #borders = true;
  #waiting = 0;
  #added: Feature[] = [];
  #tip: HTMLElement;
  chosen: number | null = null;
  names = true;
  markers: readonly Marker[] = [];

  constructor(container: HTMLElement, camera: Camera | null, private readonly callbacks: CanvasCallbacks) {
    this.map = new MapLibre({
      container,
      style: style.styleOf(theme()),
      center: camera ? [camera.lon, camera.lat] : [20, 25],
      zoom: camera?.z ?? 2,
      maxZoom: MOST_ZOOM,
      maxPitch: 0,
      pitchWithRotate: false,
      dragRotate: false,
      renderWorldCopies: false,
      attributionControl: { compact: false, customAttribution: "Natural Earth" },
      fadeDuration: 0,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(new ScaleControl({ maxWidth: 110 }), "bottom-right");
    this.map.getCanvas().setAttribute("aria-label", "Map; arrows move it, plus and minus zoom");
    this.#tip = document.createElement("div");
    this.#tip.className = "tip";
    this.#tip.hidden = true;
    container.append(this.#painting.canvas, this.#overlay.canvas, this.#tip);
    this.#loaded = new Promise((done) => this.map.once("style.load", () => done()));
    this.map.on("render", () => this.#paint());
    this.map.on("moveend", () => callbacks.onMove(this.camera()));
    this.map.on("click", ({ point }) => callbacks.onPlace(this.#at(point.x, point.y)));
    this.map.on("mousemove", ({ point }) => this.#hover(point.x, point.y));
    this.map.on("mouseout", () => this.#hover(-1000, -1000));
    onTheme((now) => {
      style.paint(this.map, now);
      this.#picture?.takeGround(style.groundOf(now), now === "dark");
      this.repaint();
    });
  }

  camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    return { z: this.map.getZoom(), lat, lon: lng };
  }

  frame(): Frame {
    return frameOf(this.map);
  }

  inView(): number[] {
    return this.#ground?.inside(this.frame()) ?? [];
  }

  async takeBase(packed: PackedBase): Promise<void> {
    this.#base = unpacked(packed);
    this.#overlay.takeCountries(this.#base.names);
    await this.#loaded;
    style.show(this.map, this.#base, this.#added, theme());
    style.showBorders(this.map, this.#borders);
  }

  /** Take up places, in the place of those before. */
  async takePlaces(places: Places, standing: Standing): Promise<void> {
    await this.#loaded;
    this.#places = places;
    this.#picture = new Picture(places);
    this.#picture.takeGround(style.groundOf(theme()), theme() === "dark");
    this.#picture.update(standing, null);
    this.#ground = new Ground(places.lon, places.lat, places.drawn);
    this.#overlay.take(places, this.#ground);
    this.#painting.take(this.#picture);
    this.#paint();
  }

  /** Make the areas of control, off this thread. */
  makeAreas(places: Places, done: () => void): void {
    const lands: Land[] = (this.#base?.lands.features ?? []).flatMap(({ geometry }, country) =>
      geometry.coordinates.map((rings) => ({
        country,
        rings: rings.map((ring) => ring.slice(0, -1).flat()),
      })),
    );
    const shown = Int32Array.from([...places.drawn.keys()].filter((n) => places.drawn[n]));
    const asked: AreasAsked = {
      lon: Float64Array.from(shown, (n) => places.lon[n] as number),
      lat: Float64Array.from(shown, (n) => places.lat[n] as number),
      lands,
      codes: Array.from(shown, (n) => places.country[n] ?? null),
    };
    const worker = new AreasWorker();
    const picture = this.#picture;
    worker.addEventListener("message", ({ data }: MessageEvent<AreasMade>) => {
      worker.terminate();
      if (picture !== this.#picture) return; // Other places came in the meantime.
      this.#painting.takeAreas({ ...data, place: data.place.map((n) => shown[n] as number) });
      this.repaint();
      done();
    });
    worker.postMessage(asked);
  }

  update(standing: Standing, only: number | null): void {
    this.#picture?.update(standing, only);
    this.repaint();
  }

  showAreas(on: boolean): void {
    this.#painting.areasVisible = on;
    this.repaint();
  }

  showBorders(on: boolean): void {
    this.#borders = on;
    style.showBorders(this.map, on);
  }

  showAdded(features: Feature[]): void {
    this.#added = features;
    style.showAdded(this.map, features);
  }

  /** Bring a box of degrees into sight; `covered`: pixels at the bottom that something lies over. */
  fit([west, south, east, north]: [number, number, number, number], covered = 0): void {
    this.map.resize(); // A card may have taken its room just now.
    const bounds: [[number, number], [number, number]] = [[west, south], [east, north]];
    const { clientWidth: wide, clientHeight: high } = this.map.getContainer();
    const padding = {
      top: Math.min(40, high / 8),
      right: Math.min(40, wide / 8),
      bottom: Math.min(covered + 40, 0.8 * high),
      left: wide > 700 ? 280 : 30,
    };
    this.map.fitBounds(bounds, { padding, maxZoom: 9, animate: false });
  }

  /** Show what a camera shows. */
  goTo({ lon, lat, z }: Camera): void {
    this.map.jumpTo({ center: [lon, lat], zoom: z });
  }

  /** Fly to a point, to the middle of what is not covered. */
  flyTo(lon: number, lat: number, covered = 0): void {
    this.map.resize();
    this.#ease(lon, lat, Math.max(this.map.getZoom(), 7.5), covered);
  }

  /** Bring a place into sight where it is out of it, or under what covers the bottom. */
  reveal(place: number, covered: number): void {
    const { width, height, at } = this.frame();
    const [lon, lat] = [this.#places?.lon[place], this.#places?.lat[place]];
    if (lon === undefined || lat === undefined || !this.#places?.drawn[place]) return;
    const [x, y] = at(...mercator(lon, lat));
    const seen = x > 0 && y > 0 && x < width && y < height - covered - REACH;
    if (!seen) this.#ease(lon, lat, this.map.getZoom(), covered);
  }

  #ease(lon: number, lat: number, zoom: number, covered: number): void {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const offset: [number, number] = [0, -covered / 2];
    this.map.easeTo({ center: [lon, lat], zoom, offset, duration: calm ? 0 : 500 });
  }

  /** Wait until the graphics card has drawn what it was told to. */
  finished(): Promise<void> {
    return this.#painting.finished();
  }

  /** Draw areas, points and names with the next frame; lands and borders stay. */
  repaint(): void {
    this.#waiting ||= requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    cancelAnimationFrame(this.#waiting);
    this.#waiting = 0;
    const frame = this.frame();
    const scale = scaleAt(frame.zoom, this.#ground?.spacing(frame.zoom) ?? Infinity);
    this.#painting.scale = scale;
    this.#painting.draw(frame);
    this.#overlay.draw(frame, {
      scale,
      theme: theme(),
      names: this.names,
      place: this.chosen,
      hovered: this.#hovered,
      markers: this.markers,
    });
    this.callbacks.onFrame();
  }

  #at(x: number, y: number): number | null {
    return this.#ground?.nearest(this.frame(), x, y, REACH) ?? null;
  }

  #hover(x: number, y: number): void {
    const found = this.#at(x, y);
    this.map.getCanvas().style.cursor = found === null ? "" : "pointer";
    this.#tip.hidden = found === null;
    if (found !== null) {
      const says = this.markers.filter(({ place }) => place === found).map((marker) => marker.says);
      this.#tip.textContent = [this.callbacks.tipOf(found), ...says].join("\n");
      this.#tip.style.transform = `translate(${Math.min(x + 14, this.frame().width - 230)}px, ${y + 16}px)`;
    }
    if (found === this.#hovered) return;
    this.#hovered = found;
    this.repaint();
  }
}
