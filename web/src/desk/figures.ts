/** The figures page: how far reviewers agree, and how often the reader was right. */

import { h, words, type Child } from "../shared/dom.ts";
import type { Figures } from "./wire.ts";

/** Return the page. */
export function figuresView(figures: Figures): HTMLElement {
  const { agreement, precision } = figures;
  return h(
    "div",
    { class: "figures" },
    h(
      "div",
      { class: "cards" },
      card(
        "Agreement",
        agreement.alpha === null ? "—" : agreement.alpha.toFixed(2),
        agreement.alpha === null
          ? (agreement.reason ?? "Not enough statements judged by two.")
          : `Krippendorff's alpha over ${agreement.units} statements judged by two or more of ${agreement.reviewers} reviewers`,
        "alpha",
      ),
      card(
        "Precision of the reader",
        precision.share === null ? "—" : percent(precision.share),
        precision.share === null
          ? "Nothing is judged yet."
          : `${precision.accepted} of ${precision.judged} judged statements were right${interval(precision)}`,
        "precision",
      ),
      card(
        "Statements checked",
        String(figures.states.reviewed + figures.states.adjudicated),
        `${figures.states.reviewed} reviewed, ${figures.states.adjudicated} adjudicated, ${figures.states.machine} as the machine read them`,
        "checked",
      ),
    ),
    figures.note ? h("p", { class: "soft" }, figures.note) : null,
    h("h2", {}, "Precision by kind"),
    figures.precision_by_kind.length ? kinds(figures) : h("p", { class: "soft" }, "Nothing is judged yet."),
    h("h2", {}, "Verdicts"),
    table(
      ["Verdict", "Count"],
      Object.entries(figures.verdicts).map(([name, number]) => [name, number]),
    ),
    h("h2", {}, "Reviewers"),
    figures.reviewers.length
      ? table(
          ["Reviewer", "Verdicts"],
          figures.reviewers.map((reviewer) => [words(reviewer.name), reviewer.verdicts]),
        )
      : h("p", { class: "soft" }, "Nobody yet."),
  );
}

function kinds(figures: Figures): HTMLElement {
  return table(
    ["Kind", "Right", "Judged", "Precision", "95 % interval"],
    figures.precision_by_kind.map((row) => [
      row.kind.replaceAll("_", " "),
      row.accepted,
      row.judged,
      row.share === null ? "—" : percent(row.share),
      range(row.low, row.high),
    ]),
  );
}

function card(name: string, figure: string, note: string, id: string): HTMLElement {
  return h(
    "div",
    { class: "card" },
    h("p", { class: "soft" }, name),
    h("p", { class: "big figure", id: `figure-${id}` }, figure),
    h("p", {}, note),
  );
}

function table(heads: readonly string[], rows: readonly Child[][]): HTMLElement {
  return h(
    "table",
    { class: "figure" },
    h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", {}, cell))))),
  );
}

function interval({ low, high }: { low: number | null; high: number | null }): string {
  const told = range(low, high);
  return told ? ` (95 % interval ${told})` : "";
}

function range(low: number | null, high: number | null): string {
  return low === null || high === null ? "" : `${percent(low)} – ${percent(high)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}\u00a0%`;
}
