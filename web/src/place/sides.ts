/** What the two sides say, side by side, and the events that reports tell differently. */

import { statementCard } from "../shared/card.ts";
import { partialWords } from "../shared/claims.ts";
import { h, words, type Child } from "../shared/dom.ts";
import type { Answer, Dispute, Happening, Statement } from "../shared/wire.ts";
import { count } from "./answer.ts";
import type { Palette } from "./palette.ts";

const AT_FIRST = 4;
const LOSES = new Set(["withdraw"]);
const NEUTRAL = new Set(["contest", "ceasefire", "strike", "casualties", "displacement", "talks"]);

interface Side {
  title: Child;
  colour: string | null;
  claims: Statement[];
  total: number;
}

/** Return the section of the statements for and against the day's answer. */
export function sidesView(answer: Answer, palette: Palette): HTMLElement | null {
  const sides = answer.status === "held" ? forAndAgainst(answer, palette) : byParty(answer, palette);
  if (!sides.length) return null;
  return h(
    "section",
    { class: "sides", "aria-labelledby": "sides" },
    h("h2", { id: "sides" }, "What the sides say"),
    h("div", { class: "columns" }, ...sides.map(sideColumn)),
  );
}

function forAndAgainst(answer: Answer, palette: Palette): Side[] {
  const colour = answer.holder_id ? palette(answer.holder_id) : null;
  return [
    {
      title: h("span", {}, "For ", words(answer.holder_name ?? "the holder")),
      colour,
      claims: answer.evidence,
      total: answer.n_evidence,
    },
    { title: "Against", colour: null, claims: answer.against, total: answer.n_against },
  ];
}

/** Return the parties with the most said for them, and what is said for none of them. */
function byParty(answer: Answer, palette: Palette): Side[] {
  const found = new Map<string, Statement[]>();
  for (const claim of [...answer.evidence, ...answer.against]) {
    const key = favoured(claim);
    found.set(key, [...(found.get(key) ?? []), claim]);
  }
  const none = found.get("") ?? [];
  found.delete("");
  const names = new Map(answer.shares.map((share) => [share.actor_id, share.name]));
  const sides = [...found]
    .sort((a, b) => b[1].length - a[1].length)
    .slice(0, 2)
    .map(([id, claims]) => ({
      title: h("span", {}, "For ", words(names.get(id) ?? claims[0]?.actor_name ?? id)),
      colour: palette(id),
      claims,
      total: claims.length,
    }));
  if (!none.length) return sides;
  return [
    ...sides,
    { title: "For neither: fighting, leaving", colour: null, claims: none, total: none.length },
  ];
}

function favoured(claim: Statement): string {
  const lost = LOSES.has(claim.kind) || claim.status_after === "lost";
  if (lost || NEUTRAL.has(claim.kind) || claim.modality === "denied") return "";
  return claim.actor_id ?? "";
}

function sideColumn(side: Side): HTMLElement {
  const first = side.claims.slice(0, AT_FIRST);
  const rest = side.claims.slice(AT_FIRST);
  const unseen = side.total - side.claims.length;
  return h(
    "div",
    { class: "side" },
    h(
      "h3",
      {},
      side.colour
        ? h("span", { class: "swatch", style: `background: ${side.colour}`, "aria-hidden": "true" })
        : null,
      " ",
      side.title,
      h("span", { class: "soft" }, ` · ${count(side.total, "statement")}`),
    ),
    side.claims.length ? null : h("p", { class: "soft" }, "Nothing is said."),
    ...first.map((claim) => statementCard(claim)),
    rest.length
      ? h(
          "details",
          {},
          h("summary", {}, `${rest.length} more`),
          ...rest.map((claim) => statementCard(claim)),
        )
      : null,
    unseen > 0 ? h("p", { class: "soft" }, `and ${unseen} weaker ones`) : null,
  );
}

/** Return the section of the events whose tellers disagree; null where all agree. */
export function disputesView(
  happenings: readonly Happening[],
  claims: ReadonlyMap<string, Statement>,
): HTMLElement | null {
  const disputed = happenings.filter((happening) => happening.disputes.length);
  if (!disputed.length) return null;
  return h(
    "section",
    { class: "disputes", "aria-labelledby": "disputes" },
    h("h2", { id: "disputes" }, "Where reports disagree"),
    ...disputed.map((happening) => disputeView(happening, claims)),
  );
}

function disputeView(happening: Happening, claims: ReadonlyMap<string, Statement>): HTMLElement {
  const differing = new Map(happening.disputes.map((dispute) => [dispute.statement_id, dispute]));
  const most = happening.statements.filter((id) => !differing.has(id));
  const shown = most.flatMap((id) => claims.get(id) ?? []).slice(0, 2);
  return h(
    "div",
    { class: "dispute" },
    h("h3", {}, ...titleOf(happening)),
    h(
      "div",
      { class: "columns" },
      h(
        "div",
        { class: "side" },
        h(
          "p",
          { class: "soft" },
          most.length ? `Most say (${count(most.length, "statement")})` : "Nobody here affirms it",
        ),
        ...shown.map((claim) => statementCard(claim)),
      ),
      h(
        "div",
        { class: "side" },
        h("p", { class: "soft" }, "Others say"),
        ...happening.disputes.map((dispute) => disputing(dispute, claims.get(dispute.statement_id))),
      ),
    ),
  );
}

function disputing(dispute: Dispute, claim: Statement | undefined): HTMLElement {
  const badge = h("p", { class: "disputed" }, h("b", {}, words(dispute.says)));
  return claim ? statementCard(claim, badge) : badge;
}

function titleOf(happening: Happening): Child[] {
  const when = happening.start_date ?? happening.end_date;
  return [
    happening.kind.replaceAll("_", " "),
    happening.actor_name ? " by " : null,
    happening.actor_name ? words(happening.actor_name) : null,
    when ? `, ${partialWords(when)}` : null,
  ];
}
