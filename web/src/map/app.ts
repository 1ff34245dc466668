/** The map page: what is looked at, what is shown of it, and what follows from a change. */

import { isoOf } from "../shared/dates.ts";
import { byId, fill, h, told, words } from "../shared/dom.ts";
import { header, plainHeader } from "../shared/header.ts";
import { boundariesOf, keep, kept } from "./boundaries.ts";
import { MapCanvas } from "./canvas.ts";
import { Card } from "./card.ts";
import { Clock } from "./clock.ts";
import { Data } from "./data.ts";
import type { Feed } from "./feed.ts";
import { Legend } from "./legend.ts";
import { Search } from "./search.ts";
import { startTimings } from "./timings.ts";
import { ViewState, viewOf, type View } from "./view.ts";

const STATUS = ["held", "contested", "unknown"] as const;
const WAIT_MS = 220;

export class App {
  readonly #timings = startTimings();
  readonly #view = new ViewState(viewOf(location.hash));
  readonly #data: Data;
  readonly #canvas: MapCanvas;
  readonly #clock: Clock;
  readonly #legend: Legend;
  readonly #card: Card;
  #asking = new AbortController();
  #waitingAnswer = 0;
  #waitingKnown = 0;
  #stepped: number | null = null;
  readonly #title = byId("page").dataset.title ?? "Map · whoholds";
  #renewing: Promise<void> = Promise.resolve();

  constructor(private readonly feed: Feed) {
    this.#data = new Data(feed, (text) => this.#wait(text));
    const set = (change: Partial<View>): void => this.#view.set(change);
    this.#clock = new Clock(
      {
        onDay: (on) => set({ on }),
        onKnown: (known) => set({ known }),
        nextChange: (day, direction) => this.#data.runs?.nextChange(day, direction) ?? null,
      },
      feed.live,
    );
    this.#legend = new Legend(feed.live, {
      onLayer: (layer, on) => this.#view.toggle(layer, on),
      onParty: (party) => set({ party }),
      onSpeaker: (speaker) => set({ speaker }),
      onPlace: (place) => this.#choose(place),
      onBoundaries: (file) => void this.#addBoundaries(file),
    });
    this.#card = new Card(() => this.#close(), (on) => set({ on }));
    const search = new Search({
      find: (asked, signal) => feed.search(asked, signal),
      onPlace: (place) => this.#goTo(place.id, place.lon, place.lat),
      onParty: ({ id }) => set({ party: id }),
      onSpeaker: ({ id }) => set({ speaker: id, layers: new Set([...this.#view.now.layers, "claims"]) }),
    });
    const map = h("div", { id: "map" });
    const said = h("div", { class: "toast", role: "status", id: "toast", hidden: true });
    const main = h("main", { id: "main" }, h("h1", { class: "hidden-words" }, "Map of who holds which place"));
    main.append(map, this.#legend.element, this.#card.element, said, this.#clock.element);
    fill(byId("page"), feed.live ? header("map", search.element) : plainHeader(this.#title, search.element), main);
    this.#canvas = new MapCanvas(map, this.#view.now.camera, {
      onPlace: (place) => (place === null ? this.#close() : this.#choose(place)),
      onMove: (camera) => {
        set({ camera });
        this.#listPlaces();
      },
      onFrame: () => this.#painted(),
      tipOf: (place) => this.#tipOf(place),
    });
    byId("in-view").addEventListener("toggle", () => this.#listPlaces());
  }

  /** Load the map: a light snapshot first, all runs after. */
  async start(): Promise<void> {
    const base = this.feed.base().then((packed) => this.#canvas.takeBase(packed));
    this.#canvas.showAdded(kept());
    const { on, known } = this.#view.now;
    try {
      await this.#data.first(on, known);
      await this.#canvas.takePlaces(this.#data.places, this.#data.standing);
      this.#legend.take(this.#data.places);
      this.#clock.setRange(this.#data.range);
      this.#view.watch((view, before) => this.#follow(view, before));
      this.#view.onAddress((view) => this.#go(view));
      this.#show(this.#view.now);
      if (!this.#view.now.camera) this.#fit();
      await base;
      await this.#knowNow();
      this.#canvas.makeAreas(this.#data.places, () => (this.#timings.areas = performance.now()));
      this.feed.follow(() => {
        // One at a time: versions that come while one loads are loaded after it.
        this.#renewing = this.#renewing.then(() => this.#renew()).catch((error: unknown) => {
          this.#say(error instanceof Error ? error.message : String(error));
        });
      }, this.#data.version);
      this.#timings.ready = true;
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error), true);
    }
  }

  /** Load the runs as they are to be known now, whatever was chosen while they came. */
  async #knowNow(): Promise<void> {
    let known: number | null;
    do {
      known = this.#view.now.known;
      await this.#data.know(known);
    } while (known !== this.#view.now.known);
    this.#clock.setRange(this.#data.range);
    this.#show(this.#view.now);
  }

  /** Bring the chosen place, or most of the places, into sight. */
  #fit(): void {
    this.#canvas.fit(this.#data.boxOf(this.#view.now.place), this.#covered());
  }

  /** Go where an address says. */
  #go({ camera, place }: View): void {
    if (camera) this.#canvas.goTo(camera);
    else if (place !== null) this.#fit();
  }

  /** Return how much of the map's height the card of the place covers, in pixels. */
  #covered(): number {
    const card = byId("card");
    const lies = !card.hidden && getComputedStyle(card).gridColumnStart === "1";
    return lies ? card.offsetHeight : 0;
  }

  get #day(): number {
    const { on, known } = this.#view.now;
    return on ?? Math.min(this.#data.on, known ?? Infinity);
  }

  /** Show all of a view. */
  #show(view: View): void {
    const day = this.#day;
    this.#data.standAt(day);
    const only = view.party ? this.#data.partyAt(view.party) : null;
    this.#canvas.names = view.layers.has("names");
    this.#canvas.chosen = view.place === null ? null : (this.#data.places.indexOf.get(view.place) ?? null);
    this.#canvas.showAreas(view.layers.has("areas"));
    this.#canvas.update(this.#data.standing, only);
    this.#clock.show(day, view.known);
    this.#legend.count(this.#data.standing, view.party);
    this.#markers(view, day);
    this.#legend.show(view, this.#data.speakerName(view.speaker));
    this.#showCard(true);
    this.#canvas.showBorders(view.layers.has("borders"));
    document.title = `${isoOf(day)} · ${this.#title}`;
  }

  /** Show what a change of the view changes; a step of the clock does no more than it must. */
  #follow(view: View, before: View): void {
    if (view.known !== before.known) {
      void this.#knownChanged(view.known);
      return;
    }
    const moved = view.on !== before.on;
    if (moved) this.#stepped ??= performance.now();
    if (moved || view.party !== before.party) {
      const day = this.#day;
      this.#data.standAt(day);
      this.#canvas.update(this.#data.standing, view.party ? this.#data.partyAt(view.party) : null);
      this.#clock.show(day, view.known);
      this.#legend.count(this.#data.standing, view.party);
      document.title = `${isoOf(day)} · ${this.#title}`;
    }
    if (view.layers !== before.layers) {
      this.#canvas.showAreas(view.layers.has("areas"));
      this.#canvas.showBorders(view.layers.has("borders"));
      this.#canvas.names = view.layers.has("names");
    }
    if (view.layers !== before.layers || view.speaker !== before.speaker) {
      this.#legend.show(view, this.#data.speakerName(view.speaker));
    }
    this.#markers(view, this.#day);
    if (view.place !== before.place || moved) {
      this.#canvas.chosen = view.place === null ? null : (this.#data.places.indexOf.get(view.place) ?? null);
      this.#showCard(view.place !== before.place);
    }
    this.#canvas.repaint();
  }

  #markers(view: View, day: number): void {
    this.#canvas.markers = this.#data.markers(view, day, () => {
      if (this.#day === day) this.#markers(this.#view.now, day);
      this.#legend.show(this.#view.now, this.#data.speakerName(view.speaker));
      this.#canvas.repaint();
    });
  }

  async #knownChanged(known: number | null): Promise<void> {
    this.#clock.show(this.#day, known);
    window.clearTimeout(this.#waitingKnown);
    await new Promise((done) => (this.#waitingKnown = window.setTimeout(done, WAIT_MS)));
    try {
      await this.#data.know(known);
      if (this.#view.now.known !== known) return;
      this.#clock.setRange(this.#data.range);
      this.#show(this.#view.now);
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error), true);
    }
  }

  /** The store has a new version: load it, and keep what is looked at. */
  async #renew(): Promise<void> {
    const { on, known } = this.#view.now;
    await this.#data.first(on, known);
    await this.#canvas.takePlaces(this.#data.places, this.#data.standing);
    this.#legend.take(this.#data.places);
    await this.#knowNow();
    this.#canvas.makeAreas(this.#data.places, () => {});
    this.#say("New reports were read; the map shows them.");
  }

  #choose(place: number): void {
    this.#view.set({ place: this.#data.places.id[place] ?? null });
    this.#canvas.reveal(place, this.#covered());
  }

  #goTo(id: string, lon: number | null, lat: number | null): void {
    const known = this.#data.places.indexOf.get(id);
    if (known === undefined) this.#say("No report of this store is about that place.");
    else this.#view.set({ place: id });
    if (lon !== null && lat !== null) this.#canvas.flyTo(lon, lat, this.#covered());
    byId("card").querySelector<HTMLElement>("h2")?.focus();
  }

  #close(): void {
    this.#view.set({ place: null });
  }

  /** Open the card of the chosen place; what the server must tell follows when the clock rests. */
  #showCard(fresh: boolean): void {
    const { place: id, known } = this.#view.now;
    const place = id === null ? undefined : this.#data.places.indexOf.get(id);
    this.#asking.abort();
    window.clearTimeout(this.#waitingAnswer);
    if (id === null || place === undefined) return this.#card.close();
    const day = this.#day;
    const { places, range } = this.#data;
    const runs = this.#data.runs?.of(place) ?? [];
    const shown = { places, place, day, known, runs, range, live: this.feed.live };
    this.#card.open(shown, fresh);
    if (!this.feed.live) {
      const tell = (): void => this.#card.addClaims(this.#data.claimsOf(place, day) ?? []);
      this.#data.needClaims(tell);
      return tell();
    }
    const asking = (this.#asking = new AbortController());
    this.#waitingAnswer = window.setTimeout(() => {
      this.feed.answer(id, { on: day, known }, asking.signal).then(
        (answer) => answer && !asking.signal.aborted && this.#card.add(answer, shown),
        (error: unknown) => !asking.signal.aborted && this.#card.fail(error),
      );
    }, fresh ? 0 : WAIT_MS);
  }

  #listPlaces(): void {
    this.#legend.list(this.#canvas.inView(), this.#data.standing);
  }

  #tipOf(place: number): string {
    const { places, standing } = this.#data;
    const status = STATUS[standing.status[place] as number] ?? "unknown";
    const party = places.parties[standing.party[place] as number]?.name;
    const surely = status === "unknown" ? "" : ` ${standing.probability[place]}%`;
    const siege = standing.besieged[place] ? ", besieged" : "";
    return told(`${places.name[place]}: ${status === "held" ? (party ?? status) : status}${surely}${siege}`);
  }

  async #addBoundaries(file: File): Promise<void> {
    const said = byId("boundary-said");
    try {
      const features = boundariesOf(await file.text());
      this.#canvas.showAdded(features);
      const stays = keep(features) ? "" : " (too large to keep)";
      fill(said, `${features.length} shown${stays}`);
    } catch (error) {
      fill(said, words(error instanceof Error ? error.message : String(error)));
    }
  }

  #painted(): void {
    if (this.#timings.firstPaint === null && this.#data.arrived) {
      this.#timings.firstPaint = performance.now();
      performance.mark("whoholds-first-paint");
    }
    const stepped = this.#stepped;
    if (stepped === null) return;
    this.#stepped = null;
    void this.#canvas.finished().then(() => {
      this.#timings.steps.push(performance.now() - stepped);
      performance.mark("whoholds-step");
    });
  }

  /** Say what is waited for, until it has come. */
  #wait(text: string | null): void {
    if (text !== null) this.#say(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`, true);
    else byId("toast").hidden = true;
  }

  #say(text: string, lasting = false): void {
    const toast = byId("toast");
    toast.hidden = false;
    fill(toast, words(text));
    if (!lasting) window.setTimeout(() => (toast.hidden = true), 5000);
  }
}

