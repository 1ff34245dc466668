/** The explanation: each term with its nats, its words and its source; together they add up. */

import { get } from "../shared/api.ts";
import { quoted, sourceLine } from "../shared/card.ts";
import { fill, h, words, told } from "../shared/dom.ts";
import { problemBox } from "../shared/problem.ts";
import type { Explanation, ShownStatement, Term } from "../shared/wire.ts";
import { count, percent } from "./answer.ts";

const SMALL = 0.1;
const UNIT = 10_000; // the server tells four decimals

/** Return the section; `choose` is told for which party the question is put. */
export function reasonsView(why: Explanation, choose: (actor: string) => void): HTMLElement {
  const most = Math.max(...why.terms.map((term) => Math.abs(term.nats)), 0.1);
  const sorted = why.terms.toSorted((a, b) => Math.abs(b.nats) - Math.abs(a.nats));
  const big = sorted.filter((term) => Math.abs(term.nats) >= SMALL);
  const small = sorted.filter((term) => Math.abs(term.nats) < SMALL);
  return h(
    "section",
    { class: "reasons", "aria-labelledby": "why" },
    h(
      "div",
      { class: "section-head" },
      h("h2", { id: "why" }, "Why"),
      h("label", {}, "for ", actorChoice(why, choose)),
    ),
    h("p", { class: "summary" }, words(why.summary)),
    h(
      "p",
      { class: "soft" },
      "Each statement adds evidence in nats, for the party (right) or against it (left); their sum is the log-odds.",
    ),
    h("ol", { class: "terms" }, ...big.map((term) => termRow(term, most))),
    small.length ? smallTerms(small, most) : null,
    total(why),
  );
}

function actorChoice(why: Explanation, choose: (actor: string) => void): HTMLSelectElement {
  const choice = h("select", { id: "actor", "aria-label": "The party that is explained" });
  const listed = why.shares.some((share) => share.actor_id === why.actor_id);
  for (const share of why.shares) {
    const name = `${share.name} (${percent(share.probability)})`;
    choice.append(new Option(told(name), share.actor_id, false, share.actor_id === why.actor_id));
  }
  if (!listed && why.actor_id) {
    choice.append(new Option(told(why.actor_name ?? why.actor_id), why.actor_id, true, true));
  }
  choice.addEventListener("change", () => choose(choice.value));
  return choice;
}

function termRow(term: Term, most: number): HTMLElement {
  return h(
    "li",
    { class: `term ${term.nats < 0 ? "against" : "for"}`, "data-kind": term.kind },
    h("span", { class: "nats figure" }, nats(term.nats)),
    bar(term.nats, most),
    h(
      "div",
      { class: "reason" },
      h("p", {}, words(term.because), term.later ? h("i", { class: "soft" }, " (from later reports)") : null),
      term.statement ? quoted(term.statement) : null,
      term.statement ? sourceLine(term.statement) : null,
      term.copies.length ? copies(term.copies) : null,
    ),
  );
}

function bar(value: number, most: number): HTMLElement {
  const width = (Math.abs(value) / most) * 50;
  const left = value < 0 ? 50 - width : 50;
  return h(
    "span",
    { class: "nats-bar", "aria-hidden": "true" },
    h("span", { style: `left: ${left}%; width: ${Math.max(width, 0.5)}%` }),
  );
}

function smallTerms(terms: readonly Term[], most: number): HTMLElement {
  const sum = terms.reduce((all, term) => all + Math.round(term.nats * UNIT), 0) / UNIT;
  return h(
    "details",
    { class: "small-terms" },
    h(
      "summary",
      {},
      h("span", { class: "nats figure" }, nats(sum)),
      ` ${count(terms.length, "smaller term")} together`,
    ),
    h("ol", { class: "terms" }, ...terms.map((term) => termRow(term, most))),
  );
}

/** Statements of one voice count once: the others wait here, and are fetched when asked for. */
function copies(ids: readonly string[]): HTMLElement {
  const list = h("ul", {});
  const folded = h(
    "details",
    { class: "copies" },
    h("summary", {}, `${count(ids.length, "more statement")} of the same voice: adds nothing`),
    list,
  );
  const open = async (): Promise<void> => {
    const found = await Promise.all(
      ids.map((id) => get<ShownStatement>(`/statements/${encodeURIComponent(id)}`)),
    );
    fill(list, ...found.map((copy) => h("li", {}, quoted(copy), sourceLine(copy))));
  };
  folded.addEventListener(
    "toggle",
    () => void open().catch((error: unknown) => fill(list, h("li", {}, problemBox(error)))),
    { once: true },
  );
  return folded;
}

function total(why: Explanation): HTMLElement {
  const shown = why.terms.reduce((all, term) => all + Math.round(term.nats * UNIT), 0) / UNIT;
  const rounding = Math.round((why.log_odds - shown) * UNIT) / UNIT;
  const who = why.actor_name ?? "nobody";
  return h(
    "p",
    { class: "total", id: "total" },
    h("span", { class: "nats figure" }, nats(why.log_odds)),
    " nats in all",
    rounding ? ` (with ${nats(rounding)} of rounding)` : null,
    ": the odds that ",
    words(who),
    ` holds it are ${odds(why.log_odds)}`,
    why.actor_probability === null
      ? "."
      : `, a probability of ${percent(why.actor_probability)}.`,
  );
}

function odds(logOdds: number): string {
  const ratio = Math.exp(Math.abs(logOdds));
  const told = ratio < 10 ? ratio.toFixed(2) : Math.round(ratio).toLocaleString("en");
  return logOdds >= 0 ? `${told} to 1` : `1 to ${told}`;
}

/** Return nats with their sign, to the four decimals that the server tells. */
export function nats(value: number): string {
  const sign = value < 0 ? "−" : "+";
  return `${sign}${Math.abs(value).toFixed(4)}`;
}
