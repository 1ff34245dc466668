/** A statement as a card: what it says, its words in the report, who says so, where to read on. */

import { chain, claimWords, publishedAt, sourceLinks, whenWords } from "./claims.ts";
import { type Child, fill, h, legible } from "./dom.ts";
import { excerpt } from "./marks.ts";
import { reportOf } from "./reports.ts";
import { whenSeen } from "./seen.ts";
import type { Highlight, Statement } from "./wire.ts";

/** Return the card; `extra` stands between the claim and its words. */
export function statementCard(claim: Statement, ...extra: Child[]): HTMLElement {
  const when = whenWords(claim);
  return h(
    "article",
    { class: "statement", "data-statement": claim.id },
    h(
      "p",
      { class: "says" },
      claimWords(claim),
      when ? h("span", { class: "when soft" }, ` · ${when}`) : null,
    ),
    ...extra,
    quoted(claim),
    sourceLine(claim),
  );
}

/** Return the words of a claim, and the lines around them once a reader comes near. */
export function quoted(claim: Statement): HTMLElement {
  const place = h(
    "div",
    { class: "quoted" },
    h("blockquote", { class: "words", dir: "auto" }, h("mark", {}, ...legible(claim.text))),
  );
  whenSeen(place, () => void surround(place, claim));
  return place;
}

/** Return who says so, in which outlet, when, and the links to the words. */
export function sourceLine(claim: Statement): HTMLElement {
  const links = h("span", {}, sourceLinks(claim, null));
  const line = h(
    "p",
    { class: "source" },
    chain(claim),
    h("span", { class: "soft" }, " · ", publishedAt(claim)),
    links,
  );
  whenSeen(line, () => {
    reportOf(claim.report_id).then(
      ({ report }) => fill(links, sourceLinks(claim, report.url)),
      () => undefined, // The link to our copy stays.
    );
  });
  return line;
}

async function surround(place: HTMLElement, claim: Statement): Promise<void> {
  try {
    const { report, points } = await reportOf(claim.report_id);
    const own = report.statements.find((statement) => statement.id === claim.id);
    const [start, end] = claim.evidence;
    const marks: Highlight[] = own?.highlights ?? [{ start, end, role: "evidence" }];
    fill(place, excerpt(points, claim.evidence, marks));
  } catch {
    // The claim's own words stay.
  }
}
