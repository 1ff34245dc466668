/** The clock: one day for all layers, played, stepped, dragged or typed; and "as known on". */

import { isoOf, shortOf, typedDay, wordsOf } from "../shared/dates.ts";
import { byId, fill, h } from "../shared/dom.ts";
import { drawHistogram, placeOf } from "./histogram.ts";
import { WINDOW_DAYS } from "./markers.ts";

export type Step = "day" | "week" | "month" | "change";
const DAYS: Record<Exclude<Step, "change">, number> = { day: 1, week: 7, month: 30 };
const TICKS_A_SECOND = 8;

export interface ClockRange {
  first: number;
  last: number;
  /** Claims of each day from `first` on. */
  counts: readonly number[];
  /** Those of them that had been published by what is known; null where they were not asked for. */
  known: readonly number[] | null;
}

export interface ClockCallbacks {
  onDay(day: number): void;
  onKnown(day: number | null): void;
  /** Return the day of the next change in a direction, or null. */
  nextChange(day: number, direction: 1 | -1): number | null;
}

/** The bar below the map. */
export class Clock {
  readonly element: HTMLElement;
  #range: ClockRange = { first: 0, last: 0, counts: [0], known: null };
  #day = 0;
  #known: number | null = null;
  #playing = 0;
  #drawn: number | null | undefined = undefined;

  constructor(private readonly callbacks: ClockCallbacks, canKnow: boolean) {
    this.element = h(
      "section",
      { class: "clock", "aria-label": "Clock" },
      h(
        "div",
        { class: "clock-row" },
        this.#button("back", "◀", "Step back", () => this.#step(-1)),
        this.#button("play", "▶\uFE0E Play", "Play", () => this.#toggle()),
        this.#button("forward", "▶\uFE0E", "Step forward", () => this.#step(1)),
        this.#stepSize(),
        this.#dayField(),
        h("output", { class: "clock-words", id: "clock-words", for: "clock-day" }),
        canKnow ? this.#knownFields() : null,
      ),
      h(
        "div",
        { class: "clock-track" },
        h("div", { class: "hand window", id: "hand-window" }),
        h("canvas", { id: "clock-histogram", role: "img", "aria-label": "Claims of each day" }),
        h("div", { class: "hand", id: "hand-day" }),
        h("div", { class: "hand", id: "hand-known" }),
        this.#slider("clock-slider", "Day", (day) => callbacks.onDay(day)),
        canKnow ? this.#slider("known-slider", "As known on", (day) => callbacks.onKnown(day)) : null,
      ),
    );
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  /** Take up the days that the clock runs over. */
  setRange(range: ClockRange): void {
    this.#range = range;
    for (const id of ["clock-slider", "known-slider"]) {
      const slider = this.#find<HTMLInputElement>(id);
      if (slider) [slider.min, slider.max] = [String(range.first), String(range.last)];
    }
    this.show(this.#day, this.#known);
    this.draw();
  }

  /** Show a day, and what was known. */
  show(day: number, known: number | null): void {
    [this.#day, this.#known] = [day, known];
    this.#put("clock-slider", day);
    const field = this.#find<HTMLInputElement>("clock-day");
    if (field && document.activeElement !== field) field.value = isoOf(day);
    const words = this.#find<HTMLOutputElement>("clock-words");
    if (words) words.value = known === null ? wordsOf(day) : `${wordsOf(day)}, as known on ${shortOf(known)}`;
    const box = this.#find<HTMLInputElement>("known-on");
    if (box) box.checked = known !== null;
    this.element.classList.toggle("knows", known !== null);
    if (known !== null) this.#put("known-slider", known);
    const knownField = this.#find<HTMLInputElement>("known-day");
    if (knownField && document.activeElement !== knownField) {
      knownField.value = known === null ? "" : isoOf(known);
    }
    this.#placeHands();
    if (this.#drawn !== known) this.draw();
  }

  /** Draw the claims of each day anew. */
  draw(): void {
    this.#drawn = this.#known;
    const canvas = this.#find<HTMLCanvasElement>("clock-histogram");
    if (canvas) drawHistogram(canvas, this.#range, this.#known);
  }

  #placeHands(): void {
    const first = Math.max(this.#range.first, this.#day - WINDOW_DAYS);
    const [from, to] = [placeOf(first, this.#range), placeOf(this.#day, this.#range)];
    const style = (id: string): CSSStyleDeclaration | undefined => this.#find(id)?.style;
    style("hand-window")?.setProperty("inset-inline-start", from);
    style("hand-window")?.setProperty("width", `calc(${to} - ${from})`);
    style("hand-day")?.setProperty("inset-inline-start", to);
    style("hand-known")?.setProperty("inset-inline-start", placeOf(this.#known ?? 0, this.#range));
  }

  stop(): void {
    window.clearInterval(this.#playing);
    this.#playing = 0;
    const play = this.#find("clock-play");
    if (play) fill(play, "▶\uFE0E Play");
    play?.setAttribute("aria-label", "Play");
  }

  /** Step by a unit; returns false at the end. */
  #step(direction: 1 | -1): boolean {
    const unit = byId<HTMLSelectElement>("clock-step").value as Step;
    const next =
      unit === "change"
        ? this.callbacks.nextChange(this.#day, direction)
        : this.#day + direction * DAYS[unit];
    if (next === null) return false;
    const kept = Math.max(this.#range.first, Math.min(next, this.#range.last));
    if (kept === this.#day) return false;
    this.callbacks.onDay(kept);
    return true;
  }

  #toggle(): void {
    if (this.#playing) return this.stop();
    if (this.#day >= this.#range.last) this.callbacks.onDay(this.#range.first);
    const play = byId("clock-play");
    fill(play, "❚❚ Pause");
    play.setAttribute("aria-label", "Pause");
    this.#playing = window.setInterval(() => {
      if (!this.#step(1)) this.stop();
    }, 1000 / TICKS_A_SECOND);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
    if (event.key === "ArrowRight") this.#step(1);
    else if (event.key === "ArrowLeft") this.#step(-1);
    else return;
    event.preventDefault();
  }

  #button(id: string, text: string, name: string, act: () => void): HTMLButtonElement {
    const shown = { type: "button", id: `clock-${id}`, "aria-label": name, title: name, onclick: act };
    return h("button", shown, text);
  }

  #stepSize(): HTMLElement {
    const option = (value: Step, words: string): HTMLElement => h("option", { value }, words);
    return h(
      "label",
      { class: "clock-unit" },
      h("span", {}, "by "),
      h(
        "select",
        { id: "clock-step", "aria-label": "Step by" },
        option("day", "day"),
        option("week", "week"),
        option("month", "30 days"),
        option("change", "change"),
      ),
    );
  }

  #dayField(): HTMLElement {
    return this.#typed("clock-day", "Day", (day) => this.callbacks.onDay(this.#kept(day)));
  }

  #knownFields(): HTMLElement {
    const box = h("input", { type: "checkbox", id: "known-on" });
    box.addEventListener("change", () => this.callbacks.onKnown(box.checked ? this.#day : null));
    const told = "Only what had been published by the end of this day";
    return h(
      "span",
      { class: "clock-known", title: told },
      h("label", {}, box, " as known on"),
      this.#typed("known-day", "As known on", (day) => this.callbacks.onKnown(day)),
    );
  }

  #typed(id: string, name: string, take: (day: number) => void): HTMLInputElement {
    const field = h("input", {
      type: "text",
      id,
      class: "figure clock-date",
      "aria-label": `${name}, as year-month-day or in words`,
      placeholder: "YYYY-MM-DD",
      autocomplete: "off",
      spellcheck: "false",
      size: 11,
    });
    const read = (): void => {
      const day = typedDay(field.value);
      field.setAttribute("aria-invalid", String(day === null && field.value !== ""));
      if (day !== null) take(day);
    };
    field.addEventListener("change", read);
    field.addEventListener("blur", () => this.show(this.#day, this.#known));
    return field;
  }

  #slider(id: string, name: string, take: (day: number) => void): HTMLInputElement {
    const slider = h("input", { type: "range", id, step: 1, "aria-label": name });
    slider.addEventListener("input", () => take(Number(slider.value)));
    return slider;
  }

  #put(id: string, day: number): void {
    const slider = this.#find<HTMLInputElement>(id);
    if (!slider) return;
    slider.value = String(day);
    slider.setAttribute("aria-valuetext", wordsOf(day));
  }

  #kept(day: number): number {
    return Math.max(this.#range.first, Math.min(day, this.#range.last));
  }

  #find<T extends HTMLElement = HTMLElement>(id: string): T | null {
    return this.element.querySelector<T>(`#${id}`);
  }
}
