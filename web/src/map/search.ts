/** The search box: places in any spelling, parties, speakers and words, by keyboard or pointer. */

import { fill, h, words } from "../shared/dom.ts";
import { reportLink } from "../shared/links.ts";
import type { FoundPlace, Found, Named } from "../shared/wire.ts";

export interface SearchCallbacks {
  find(words: string, signal: AbortSignal): Promise<Found>;
  onPlace(place: FoundPlace): void;
  onParty(party: Named): void;
  onSpeaker(speaker: Named): void;
}

const WAIT_MS = 140;

/** A combobox (ARIA 1.2) with a list in groups. */
export class Search {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #list: HTMLElement;
  #asking = new AbortController();
  #waiting = 0;
  #chosen = -1;

  constructor(private readonly callbacks: SearchCallbacks) {
    this.#input = h("input", {
      type: "search",
      id: "search",
      role: "combobox",
      placeholder: "Place, party, speaker, words",
      "aria-label": "Search for a place, a party, a speaker or words",
      "aria-expanded": "false",
      "aria-controls": "found",
      "aria-autocomplete": "list",
      "aria-keyshortcuts": "Control+K",
      autocomplete: "off",
      spellcheck: "false",
    });
    this.#list = h("div", { role: "listbox", id: "found", "aria-label": "Found", hidden: true });
    this.element = h("div", { class: "search", role: "search" }, this.#input, this.#list);
    this.#input.addEventListener("input", () => this.#later());
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    this.#input.addEventListener("focus", () => this.#later());
    this.element.addEventListener("focusout", (event) => {
      if (!this.element.contains(event.relatedTarget as Node | null)) this.#close();
    });
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      this.#input.select();
      this.#input.focus();
    });
  }

  #later(): void {
    window.clearTimeout(this.#waiting);
    this.#waiting = window.setTimeout(() => void this.#ask(), WAIT_MS);
  }

  async #ask(): Promise<void> {
    this.#asking.abort();
    this.#asking = new AbortController();
    const asked = this.#input.value.trim();
    if (asked.length < 2) return this.#close();
    try {
      this.#show(await this.callbacks.find(asked, this.#asking.signal));
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      this.#tell(error instanceof Error ? error.message : "The search failed.");
    }
  }

  #show(found: Found): void {
    const groups = [
      this.#group("Places", found.places.map((place) => this.#placeOption(place))),
      this.#group("Parties", found.parties.map((party) => this.#option(party.name, "show on the map", () => this.callbacks.onParty(party)))),
      this.#group("Speakers", found.speakers.map((speaker) => this.#option(speaker.name, "show their claims", () => this.callbacks.onSpeaker(speaker)))),
      this.#group(
        "Reports",
        found.statements.map((statement) => {
          const address = reportLink(statement.report_id, statement.id);
          const from = [statement.outlet, statement.published?.slice(0, 10)].filter(Boolean).join(" · ");
          return this.#option(statement.text, from, () => location.assign(address));
        }),
      ),
    ].filter((group) => group !== null);
    if (!groups.length) return this.#tell("Nothing found");
    fill(this.#list, ...groups);
    this.#list.querySelectorAll("[role=option]").forEach((option, n) => (option.id = `found-${n}`));
    this.#open();
  }

  #tell(text: string): void {
    fill(this.#list, h("p", { role: "status", class: "soft" }, words(text)));
    this.#open();
  }

  #group(name: string, options: HTMLElement[]): HTMLElement | null {
    if (!options.length) return null;
    return h("div", { role: "group", "aria-label": name }, h("div", { class: "group", "aria-hidden": "true" }, name), ...options);
  }

  #placeOption(place: FoundPlace): HTMLElement {
    const where = [place.admin1, place.country].filter(Boolean).join(", ");
    const note = place.in_store ? where : `${where} · no report`;
    return this.#option(place.name, note, () => this.callbacks.onPlace(place));
  }

  #option(name: string, note: string, take: () => void): HTMLElement {
    const option = h("div", { role: "option", "aria-selected": "false", tabindex: "-1" }, words(name), h("span", { class: "soft" }, words(note)));
    option.addEventListener("mousedown", (event) => event.preventDefault());
    option.addEventListener("click", () => {
      this.#close();
      this.#input.value = "";
      this.#input.blur();
      take();
    });
    return option;
  }

  #onKey(event: KeyboardEvent): void {
    const options = [...this.#list.querySelectorAll<HTMLElement>("[role=option]")];
    if (event.key === "Escape") this.#close();
    else if (event.key === "Enter") (options[this.#chosen] ?? options[0])?.click();
    else if (event.key === "ArrowDown") this.#choose(options, this.#chosen + 1);
    else if (event.key === "ArrowUp") this.#choose(options, this.#chosen - 1);
    else return;
    if (event.key !== "Escape") event.preventDefault();
  }

  #choose(options: HTMLElement[], at: number): void {
    if (!options.length) return;
    this.#chosen = (at + options.length) % options.length;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === this.#chosen)));
    const chosen = options[this.#chosen];
    if (!chosen) return;
    this.#input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  #open(): void {
    this.#chosen = -1;
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
    this.#input.removeAttribute("aria-activedescendant");
  }

  #close(): void {
    window.clearTimeout(this.#waiting);
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }
}
