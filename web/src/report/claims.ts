/** What was read in a report: its statements in the order of the text. */

import { chain, claimWords, whenWords } from "../shared/claims.ts";
import { h, words } from "../shared/dom.ts";
import { placeLink } from "../shared/links.ts";
import type { ShownReport, StatementInFull } from "../shared/wire.ts";

/** Return the list; `choose` is told the statement whose words are to be shown. */
export function claimList(report: ShownReport, choose: (id: string) => void): HTMLElement {
  return h(
    "section",
    { class: "read", "aria-labelledby": "read" },
    h("h2", { id: "read" }, `What was read (${report.statements.length})`),
    legend(),
    report.statements.length
      ? h("ol", {}, ...report.statements.map((claim) => claimItem(claim, choose)))
      : h("p", { class: "soft" }, "No claim about who holds a place was found in this text."),
  );
}

function claimItem(claim: StatementInFull, choose: (id: string) => void): HTMLElement {
  const when = whenWords(claim);
  return h(
    "li",
    { "data-claim": claim.id, class: claim.superseded || claim.withdrawn ? "past" : null },
    h(
      "button",
      { type: "button", class: "claim", "aria-pressed": "false", onclick: () => choose(claim.id) },
      h("b", {}, words(claim.place_name ?? claim.place ?? "no place")),
      ": ",
      claimWords(claim),
      when ? h("span", { class: "soft" }, ` · ${when}`) : null,
    ),
    h("p", { class: "source" }, chain(claim)),
    h(
      "p",
      { class: "source soft" },
      `${claim.kind.replaceAll("_", " ")}, ${claim.modality}, read with confidence ${claim.confidence.toFixed(2)}`,
      claim.place_id
        ? h("a", { href: placeLink(claim.place_id, { on: dayWords(claim) }) }, "Place")
        : null,
    ),
    claim.withdrawn
      ? h("p", { class: "soft" }, "The outlet's later version no longer says so.")
      : claim.superseded
        ? h("p", { class: "soft" }, "A newer reading has taken its place.")
        : null,
  );
}

function dayWords(claim: StatementInFull): string | null {
  const told = claim.end_date ?? claim.start_date ?? claim.published;
  return told && told.length >= 10 ? told.slice(0, 10) : (claim.published?.slice(0, 10) ?? null);
}

function legend(): HTMLElement {
  const sample = (role: string, name: string): HTMLElement =>
    h("mark", { class: `r-${role} lit` }, name);
  return h(
    "p",
    { class: "legend" },
    sample("evidence r-trigger", "what happens"),
    sample("actor", "party"),
    sample("counter_actor", "opponent"),
    sample("place", "place"),
    sample("speaker", "who says so"),
  );
}
