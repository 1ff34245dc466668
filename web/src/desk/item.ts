/** One item of the desk: the words in their report, every part of the claim, and the verdicts. */

import { chain, claimWords, publishedAt, sourceLinks, whenWords } from "../shared/claims.ts";
import { fill, h, words } from "../shared/dom.ts";
import { placeLink } from "../shared/links.ts";
import { reportOf } from "../shared/reports.ts";
import { selectedSpan, textView, trimmed } from "../shared/text.ts";
import type { Mark, Named, Span } from "../shared/wire.ts";
import { formOf } from "./fields.ts";
import { keyed } from "./keys.ts";
import type { Correction, QueueItem, VerdictName } from "./wire.ts";

export interface ItemView {
  element: HTMLElement;
  comment(): string;
  changes(): Correction;
  /** The words that are marked in the report, null where none are. */
  marked(): Span | null;
  focusFields(): void;
  focusComment(): void;
  reset(): void;
  /** Leave out what a reader may not do. */
  forReaders(): void;
}

export interface Deeds {
  judge(verdict: VerdictName): void;
  skip(): void;
  add(): void;
}

/** Return the view of an item. */
export function itemView(item: QueueItem, parties: readonly Named[], deeds: Deeds): ItemView {
  const claim = item.statement;
  const text = h("div", { class: "report-text", tabindex: "0", role: "region", "aria-label": "The report" });
  const comment = h("textarea", { id: "comment", rows: 2, maxlength: 4000 });
  const correct = keyed("Save as corrected", "c", () => deeds.judge("correct"), { id: "correct" });
  const form = formOf(claim, parties, () => {
    const changed = Object.keys(form.changes()).length > 0;
    correct.disabled = !changed;
  });
  correct.disabled = true;
  const when = whenWords(claim);
  const element = h(
    "article",
    { class: "item", "aria-labelledby": "item-title", "data-statement": claim.id },
    h(
      "header",
      {},
      h(
        "h2",
        { id: "item-title" },
        claim.place_id
          ? h("a", { href: placeLink(claim.place_id, { on: dayOf(item) }) }, words(claim.place_name ?? ""))
          : words(claim.place ?? "No place"),
        ": ",
        claimWords(claim),
        when ? h("span", { class: "soft" }, ` · ${when}`) : null,
      ),
      h(
        "p",
        { class: "source" },
        h("span", { class: `badge state-${item.state}`, id: "state" }, item.state),
        chain(claim),
        " · ",
        publishedAt(claim),
        sourceLinks(claim, item.report.url, { check: false }),
      ),
    ),
    text,
    h(
      "div",
      { class: "verdicts", role: "group", "aria-label": "Verdict" },
      keyed("Accept", "a", () => deeds.judge("accept"), { id: "accept", class: "primary" }),
      keyed("Reject", "r", () => deeds.judge("reject"), { id: "reject" }),
      keyed("Cannot tell", "u", () => deeds.judge("unclear"), { id: "unclear" }),
      keyed("Skip", "s", () => deeds.skip(), { id: "skip" }),
      keyed("Add a missed claim", "n", () => deeds.add(), { id: "add" }),
    ),
    h(
      "section",
      { "aria-labelledby": "parts" },
      h("h3", { id: "parts" }, "Parts of the claim", h("span", { class: "soft" }, " — change what was misread, then save")),
      form.element,
      h(
        "div",
        { class: "field wide" },
        h("label", { for: "comment" }, "Comment ", h("kbd", {}, "m")),
        h("div", { class: "value" }, comment),
      ),
      h(
        "div",
        { class: "verdicts" },
        correct,
        h("button", { type: "button", id: "reset", onclick: () => form.reset() }, "As it was read"),
        h("button", { type: "button", id: "comment-only", onclick: () => deeds.judge("comment") }, "Comment only"),
      ),
    ),
  );
  void showText(text, item);
  return {
    element,
    comment: () => comment.value.trim(),
    changes: () => form.changes(),
    marked: () => markedIn(text),
    focusFields: () => form.first().focus(),
    focusComment: () => comment.focus(),
    reset: () => form.reset(),
    forReaders: () => {
      for (const part of element.querySelectorAll(".verdicts, section")) part.remove();
    },
  };
}

const ABOVE = 7; // pixels: the box's own edge
const kept = new WeakMap<HTMLElement, readonly string[]>();

async function showText(place: HTMLElement, item: QueueItem): Promise<void> {
  const { start, end } = { start: item.report.offset, end: item.report.offset };
  const own: Mark[] = item.highlights.map((highlight) => ({
    ...highlight,
    statement_id: item.statement.id,
    kind: item.statement.kind,
  }));
  try {
    const { report, points } = await reportOf(item.statement.report_id);
    const others = report.marks.filter((mark) => mark.statement_id !== item.statement.id && mark.role === "evidence");
    kept.set(place, points);
    fill(place, textView(points, [...others, ...own]));
  } catch {
    const points = [..." ".repeat(start), ...item.report.text];
    kept.set(place, points);
    fill(place, textView(points, own, [end, points.length]));
  }
  const lit = [...place.querySelectorAll<HTMLElement>("mark")].filter((mark) =>
    mark.dataset.ids?.split(" ").includes(item.statement.id),
  );
  for (const mark of lit) mark.classList.add("lit");
  const first = lit.find((mark) => mark.classList.contains("r-evidence"));
  if (first) place.scrollTop = startOf(first, place.clientHeight) - ABOVE;
}

/** Return where the lines that are shown begin: with the paragraph, where its words then are in sight. */
function startOf(words_: HTMLElement, height: number): number {
  const start = words_.closest("p")?.offsetTop ?? words_.offsetTop;
  return words_.offsetTop - start < height / 2 ? start : words_.offsetTop;
}

function markedIn(place: HTMLElement): Span | null {
  const span = selectedSpan(place);
  const points = kept.get(place);
  return span && points ? trimmed(points, span) : null;
}

function dayOf(item: QueueItem): string | null {
  return item.moves?.on ?? item.statement.published?.slice(0, 10) ?? null;
}
