/** The card of the chosen place: who holds it, how surely, since when, and what speaks for it. */

import { ApiError } from "../shared/api.ts";
import { OTHER, opacityOf, swatchOf } from "../shared/colours.ts";
import { isoOf, shortOf } from "../shared/dates.ts";
import { fill, h, svg, told, words, type Child } from "../shared/dom.ts";
import { placeLink, reportLink } from "../shared/links.ts";
import { wholeOf, type Part } from "../shared/parts.ts";
import type { Answer, Share, Statement, StatusName } from "../shared/wire.ts";
import type { Told } from "./markers.ts";
import { CONTESTED, HELD, since, type Places, type Run } from "./runs.ts";

export interface CardData {
  places: Places;
  place: number;
  day: number;
  known: number | null;
  runs: Run[];
  range: { first: number; last: number };
  live: boolean;
}

const MOST_CLAIMS = 30;
const STATUS = ["held", "contested", "unknown"] as const;

/** The panel beside the map. */
export class Card {
  readonly element = h("aside", { class: "card", id: "card", "aria-label": "Place", hidden: true });
  readonly #more = h("div", { class: "card-more", "aria-live": "polite" });

  constructor(private readonly onClose: () => void, private readonly onDay: (day: number) => void) {
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.onClose();
    });
  }

  close(): void {
    this.element.hidden = true;
  }

  /** Show what is known without asking; `fresh`: another place than before. */
  open(data: CardData, fresh: boolean): void {
    const { places, place } = data;
    this.element.hidden = false;
    const where = [places.admin1[place], places.country[place]].filter(Boolean).join(", ");
    const people = places.population[place] as number;
    const count = people ? `${people.toLocaleString("en-GB")} people` : null;
    if (fresh) fill(this.#more);
    fill(
      this.element,
      h(
        "header",
        {},
        h("h2", { tabindex: "-1", id: "card-name" }, words(places.name[place] ?? "")),
        this.#closer(),
      ),
      h("p", { class: "soft card-where" }, words([where, count].filter(Boolean).join(" · "))),
      h("div", { class: "card-standing", id: "card-standing" }, ...standing(data)),
      strip(data, this.onDay),
      data.live ? pageLink(data) : null,
      this.#more,
    );
    if (fresh) this.element.scrollTop = 0;
  }

  /** Add what the server told of the place. */
  add(answer: Answer, data: CardData): void {
    const colours = new Map(data.places.parties.map(({ id, colour }) => [id, colour]));
    // The day's own figure takes the place of its run's.
    const name = answer.holder_name ?? answer.status;
    const colour = colours.get(answer.holder_id ?? "") ?? null;
    const percent = Math.round(100 * answer.probability);
    const head = this.element.querySelector("#card-standing");
    if (head) {
      fill(head, ...holder(answer.status, name, colour, percent, standingSince(data)));
    }
    fill(
      this.#more,
      h("p", { class: "card-sentence" }, words(answer.sentence)),
      answer.reason ? h("p", { class: "soft" }, words(answer.reason)) : null,
      shares(answer, colours),
      said("Speaks for it", answer.evidence, answer.n_evidence),
      said("Speaks against it", answer.against, answer.n_against),
    );
  }

  /** Add what was claimed, where there is no server that knows the words. */
  addClaims(claims: Told[]): void {
    if (!claims.length) return fill(this.#more);
    const rows = claims.slice(0, MOST_CLAIMS).map(({ day, kind, party, speaker }) =>
      h(
        "tr",
        {},
        h("td", { class: "figure" }, isoOf(day)),
        h("td", {}, words([party, kind].filter(Boolean).join(": "))),
        h("td", { class: "soft" }, words(speaker ?? "the report")),
      ),
    );
    const heads = ["Day", "Claim", "Who says so"].map((head) => h("th", { scope: "col" }, head));
    fill(
      this.#more,
      h("h3", {}, "Claims up to this day", h("span", { class: "soft figure" }, ` ${claims.length}`)),
      h("table", { class: "told" }, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...rows)),
    );
  }

  fail(error: unknown): void {
    const fix = error instanceof ApiError ? ` ${error.fix}` : "";
    const what = error instanceof Error ? error.message : "This place's evidence did not arrive.";
    fill(this.#more, h("p", { class: "problem", role: "alert" }, words(what + fix)));
  }

  #closer(): HTMLElement {
    const name = "Close the card";
    return h("button", { type: "button", class: "quiet", "aria-label": name, onclick: () => this.onClose() }, "✕");
  }
}

function runAt({ runs, day }: CardData): Run | null {
  return runs.find((run) => run.start <= day && day < run.end) ?? null;
}

/** How a place stands, as its run tells: the figure is that of the run. */
function standing(data: CardData): Child[] {
  const { places } = data;
  const run = runAt(data);
  const party = run && run.party >= 0 ? places.parties[run.party] : undefined;
  const status = STATUS[run?.status ?? 2] ?? "unknown";
  const name = status === "held" ? (party?.name ?? "unknown") : status;
  return holder(status, name, party?.colour ?? null, run?.probability ?? 0, standingSince(data));
}

function standingSince(data: CardData): string | null {
  const first = since(data.runs, data.day);
  if (first === null) return null;
  return `on the map so since ${shortOf(first)}${runAt(data)?.besieged ? ", besieged" : ""}`;
}

function holder(
  status: StatusName,
  name: string,
  colour: string | null,
  percent: number,
  how: string | null,
): Child[] {
  const mark = h("span", { class: "swatch", style: `background:${swatchOf(status, colour)}` });
  const surely = status === "unknown" ? null : h("strong", { class: "figure" }, `${percent}%`);
  return [
    h("p", { class: "card-holder" }, mark, words(name), surely),
    how ? h("p", { class: "soft" }, how) : null,
  ];
}

/** The place's runs from the first day to the last as a strip; a click moves the clock. */
function strip(data: CardData, onDay: (day: number) => void): Child {
  const { runs, day, range, places } = data;
  const days = Math.max(1, range.last - range.first + 1);
  const x = (at: number): number => (100 * (Math.max(range.first, Math.min(at, range.last + 1)) - range.first)) / days;
  const bars = runs.map((run) => {
    const party = places.parties[run.party];
    const colour = run.status === HELD ? (party?.colour ?? "#B8B8B8") : run.status === CONTESTED ? "url(#strip-hatch)" : "#B8B8B8";
    const name = run.status === HELD ? party?.name : STATUS[run.status];
    const until = run.end > range.last ? "" : ` until ${isoOf(run.end - 1)}`;
    const bar = svg(
      "rect",
      {
        x: x(run.start),
        width: Math.max(0.4, x(run.end) - x(run.start)),
        y: 0,
        height: 16,
        fill: colour,
        "fill-opacity": run.status === HELD ? opacityOf(run.probability / 100) : run.status === CONTESTED ? 1 : 0.5,
      },
      svg("title", {}, `${told(name ?? "unknown")} ${run.probability}%, from ${isoOf(run.start)}${until}`),
    );
    bar.addEventListener("click", () => onDay(Math.max(run.start, range.first)));
    return bar;
  });
  const hatch = svg(
    "pattern",
    { id: "strip-hatch", width: 1.6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "skewX(-12)" },
    svg("rect", { width: 1.6, height: 6, fill: "#ffffff" }),
    svg("rect", { width: 0.8, height: 6, fill: "#222222" }),
  );
  return h(
    "figure",
    { class: "card-strip" },
    svg(
      "svg",
      { viewBox: "0 0 100 16", preserveAspectRatio: "none", role: "img", "aria-label": `${runs.length} stretches of days` },
      svg("defs", {}, hatch),
      ...bars,
      svg("rect", { x: Math.max(0, x(day) - 0.3), y: 0, width: 0.6, height: 16, class: "hand" }),
    ),
    h("figcaption", { class: "soft figure" }, h("span", {}, isoOf(range.first)), h("span", {}, isoOf(range.last))),
  );
}

function pageLink({ places, place, day, known }: CardData): HTMLElement {
  const moment = { on: isoOf(day), known: known === null ? null : isoOf(known) };
  const address = placeLink(places.id[place] ?? "", moment);
  return h("p", {}, h("a", { class: "card-page", href: address }, "All evidence, timeline and explanation →"));
}

function shares(answer: Answer, colours: ReadonlyMap<string, string>): HTMLElement | null {
  const rows: Part[] = answer.shares.map(({ actor_id, name, probability }: Share) => ({
    name,
    value: probability,
    fill: colours.get(actor_id) ?? OTHER,
  }));
  const parts = wholeOf([
    ...rows,
    { name: "contested", value: answer.contested, fill: "var(--hatch)" },
    { name: "unknown", value: answer.unknown, fill: "var(--unknown)" },
  ]);
  return h(
    "table",
    { class: "shares" },
    h("caption", { class: "hidden-words" }, "Probabilities"),
    ...parts.map(({ name, percent, fill: colour }) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, words(name)),
        h("td", { class: "shares-bar", "aria-hidden": "true" }, h("span", { style: `width:${percent}%;background:${colour}` })),
        h("td", { class: "figure" }, `${percent}%`),
      ),
    ),
  );
}

function said(title: string, statements: Statement[], count: number): HTMLElement | null {
  if (!statements.length) return null;
  return h(
    "section",
    { class: "said" },
    h("h3", {}, title, h("span", { class: "soft figure" }, ` ${count}`)),
    h("ul", {}, ...statements.map(quoted)),
  );
}

function quoted(statement: Statement): HTMLElement {
  const speaker = statement.sources[0]?.name;
  const published = statement.published?.slice(0, 10);
  const from = [speaker, statement.outlet, published].filter(Boolean).join(" · ");
  return h(
    "li",
    {},
    h("blockquote", {}, words(statement.text)),
    h("p", { class: "soft" }, h("a", { href: reportLink(statement.report_id, statement.id) }, words(from || "report"))),
  );
}
