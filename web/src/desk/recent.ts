/** The reviewer's last verdicts, each with what it did and a way back. */

import { fill, h, words } from "../shared/dom.ts";
import type { Answer } from "../shared/wire.ts";
import type { Palette } from "../place/palette.ts";
import { changeView } from "./effect.ts";
import type { Judged, Verdict } from "./wire.ts";

/** A verdict with who held the place before and after it. */
export interface Done {
  judged: Judged;
  before: Answer | null;
  after: Answer | null;
}

/** Return the notice on the verdict just given. */
export function doneView(done: Done, palette: Palette, back: () => void): HTMLElement {
  const { verdict, standing } = done.judged;
  const name = verdict.undoes ? "Undone" : TOLD[verdict.verdict] ?? verdict.verdict;
  return h(
    "section",
    { class: "done", id: "done", role: "status", "data-verdict": verdict.undoes ? "undo" : verdict.verdict },
    h(
      "p",
      {},
      h("b", {}, name),
      ` · the statement is now ${standing.state}`,
      standing.disputed ? ", and reviewers disagree" : null,
    ),
    done.before && done.after ? changeView(done.before, done.after, palette) : null,
    h(
      "button",
      { type: "button", "data-key": "z", "aria-keyshortcuts": "z", id: "undo", onclick: back },
      verdict.undoes ? "Take the undoing back " : "Undo ",
      h("kbd", { "aria-hidden": "true" }, "z"),
    ),
  );
}

const TOLD: Record<string, string> = {
  accept: "Accepted",
  reject: "Rejected",
  correct: "Corrected",
  unclear: "Left open",
  comment: "Comment kept",
  add: "Added",
  added: "Added",
};

/** Return what a verdict is on: the place and the kind of claim. */
function about({ place_name, kind }: Verdict): string {
  return [place_name ?? "No place", kind?.replaceAll("_", " ")].filter(Boolean).join(": ");
}

/** Show the last verdicts in a list; `back` is told which is taken back. */
export function showRecent(
  place: HTMLElement,
  verdicts: readonly Verdict[],
  back: (verdict: Verdict) => void,
): void {
  const rows = verdicts
    .filter((verdict) => !verdict.undoes)
    .map((verdict) =>
      h(
        "li",
        { class: verdict.undone ? "undone" : null },
        h("b", {}, TOLD[verdict.verdict] ?? verdict.verdict),
        h("a", { href: `#statement=${encodeURIComponent(verdict.statement_id)}` }, words(about(verdict))),
        h("span", { class: "soft" }, ` ${verdict.recorded.slice(0, 16).replace("T", " ")}`),
        verdict.comment ? h("span", {}, " “", words(verdict.comment), "”") : null,
        verdict.undone
          ? h("span", { class: "soft" }, " undone")
          : h("button", { type: "button", class: "link", onclick: () => back(verdict) }, "Undo"),
      ),
    );
  fill(
    place,
    h("h2", {}, "Your last verdicts"),
    rows.length ? h("ol", { class: "recent" }, ...rows) : h("p", { class: "soft" }, "None yet."),
  );
}
