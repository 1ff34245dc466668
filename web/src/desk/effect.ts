/** What a verdict does to the map: who holds the place before and after. */

import { swatchOf } from "../shared/colours.ts";
import { h, words } from "../shared/dom.ts";
import { placeLink } from "../shared/links.ts";
import type { Answer } from "../shared/wire.ts";
import { percent } from "../place/answer.ts";
import type { Palette } from "../place/palette.ts";
import type { Moves, Outcome, QueueItem } from "./wire.ts";

/** Return what is at stake in an item: what would hold if the claim were struck out. */
export function stakeView(item: QueueItem, palette: Palette): HTMLElement {
  return h(
    "section",
    { class: "stake", "aria-labelledby": "stake" },
    h("h2", { id: "stake" }, "What it moves"),
    item.moves
      ? movesView(item.moves, item, palette)
      : h("p", { class: "soft" }, "By itself it moves no place's answer, or none that is worked out yet."),
    h(
      "dl",
      { class: "meters" },
      meter("Effect on the map", item.effect),
      meter("Uncertainty of the reading", item.uncertainty),
      h("div", {}, h("dt", {}, "Reader's confidence"), h("dd", { class: "figure" }, item.statement.confidence.toFixed(2))),
      h("div", {}, h("dt", {}, "Copies of the same voice"), h("dd", { class: "figure" }, item.copies)),
    ),
  );
}

function movesView(moves: Moves, item: QueueItem, palette: Palette): HTMLElement {
  return h(
    "div",
    { class: "moves" },
    h("p", { class: "soft" }, words(item.statement.place_name ?? ""), ` on ${moves.on}`),
    h(
      "dl",
      {},
      h("div", {}, h("dt", {}, "With this claim"), h("dd", {}, outcome(moves.before, palette))),
      h("div", {}, h("dt", {}, item.copies ? "Without it and its copies" : "Without it"), h("dd", {}, outcome(moves.after, palette))),
    ),
  );
}

function outcome(side: Outcome, palette: Palette): HTMLElement {
  const status = side.actor_id ? "held" : side.name === "contested" ? "contested" : "unknown";
  const colour = side.actor_id ? palette(side.actor_id) : null;
  return h(
    "span",
    { class: "outcome" },
    h("span", { class: "swatch", style: `background: ${swatchOf(status, colour)}`, "aria-hidden": "true" }),
    " ",
    words(side.name),
    " ",
    h("b", { class: "figure" }, percent(side.probability)),
  );
}

/** Return what became of a place between two answers. */
export function changeView(before: Answer, after: Answer, palette: Palette): HTMLElement {
  const side = (name: string, answer: Answer): HTMLElement => {
    const colour = answer.holder_id ? palette(answer.holder_id) : null;
    return h(
      "div",
      {
        class: `side-${name}`,
        "data-status": answer.status,
        "data-holder": answer.holder_id ?? "",
        "data-probability": answer.probability,
      },
      h("dt", {}, name === "before" ? "Before" : "Now"),
      h(
        "dd",
        { class: "outcome" },
        h("span", {
          class: "swatch",
          style: `background: ${swatchOf(answer.status, colour)}`,
          "aria-hidden": "true",
        }),
        " ",
        words(answer.holder_name ?? answer.status),
        " ",
        h("b", { class: "figure" }, exactly(answer.probability)),
      ),
    );
  };
  return h(
    "div",
    { class: "change" },
    h(
      "p",
      {},
      h("a", { href: placeLink(after.place_id, { on: after.on }) }, words(after.place_name)),
      ` on ${after.on}`,
    ),
    h("dl", {}, side("before", before), side("after", after)),
  );
}

function exactly(probability: number): string {
  return `${(probability * 100).toFixed(1)}\u00a0%`;
}

function meter(name: string, value: number | null): HTMLElement | null {
  if (value === null) return null;
  const part = Math.max(0, Math.min(1, value));
  return h(
    "div",
    {},
    h("dt", {}, name),
    h(
      "dd",
      { class: "figure" },
      h("span", { class: "meter", "aria-hidden": "true" }, h("span", { style: `width: ${part * 100}%` })),
      part.toFixed(2),
    ),
  );
}
