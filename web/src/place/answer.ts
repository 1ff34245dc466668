/** The answer of the day: one sentence, and the probabilities as one bar. */

import { swatchOf } from "../shared/colours.ts";
import { h, words } from "../shared/dom.ts";
import type { Answer } from "../shared/wire.ts";
import { wholeOf } from "../shared/parts.ts";
import type { Palette } from "./palette.ts";


/** Return the heading: the place, where it lies, and who holds it. */
export function answerView(answer: Answer, palette: Palette): HTMLElement {
  const where = [answer.admin1, answer.country].filter(Boolean).join(", ");
  const colour = answer.holder_id ? palette(answer.holder_id) : null;
  return h(
    "section",
    { class: "answer", "aria-labelledby": "name" },
    h(
      "div",
      { class: "title" },
      h("h1", { id: "name" }, words(answer.place_name)),
      where ? h("span", { class: "soft" }, words(where)) : null,
      answer.besieged ? h("span", { class: "badge besieged" }, "Besieged") : null,
    ),
    h(
      "p",
      { class: "sentence", id: "sentence", "data-status": answer.status },
      h("span", {
        class: "swatch",
        style: `background: ${swatchOf(answer.status, colour)}`,
        "data-colour": colour ?? answer.status,
        "aria-hidden": "true",
      }),
      " ",
      h("span", {}, words(answer.sentence)),
    ),
    shareBar(answer, palette),
    basis(answer),
  );
}

function basis(answer: Answer): HTMLElement {
  const said =
    answer.n_statements === 0
      ? (answer.reason ?? "No statement bears on it.")
      : `${count(answer.n_statements, "statement")} by ${count(answer.n_speakers, "independent speaker")} bear on this day.`;
  const others = answer.others.length
    ? h("span", {}, ` The name may also mean: ${answer.others.join("; ")}.`)
    : null;
  return h("p", { class: "soft" }, said, others);
}

function shareBar(answer: Answer, palette: Palette): HTMLElement {
  const parts = wholeOf([
    ...answer.shares.map((share) => ({
      name: share.name,
      value: share.probability,
      fill: palette(share.actor_id),
    })),
    { name: "Contested", value: answer.contested, fill: "var(--hatch)" },
    { name: "Unknown", value: answer.unknown, fill: "var(--unknown)" },
  ]);
  return h(
    "div",
    { class: "shares" },
    h(
      "div",
      { class: "share-bar", "aria-hidden": "true" },
      ...parts.map((part) =>
        h("span", { style: `flex: ${part.percent} 0 0; background: ${part.fill}` }),
      ),
    ),
    h(
      "ul",
      { class: "share-list", "aria-label": "Probabilities" },
      ...parts.map((part) =>
        h(
          "li",
          {},
          h("span", { class: "swatch", style: `background: ${part.fill}`, "aria-hidden": "true" }),
          " ",
          words(part.name),
          " ",
          h("b", { class: "figure" }, `${part.percent}\u00a0%`),
        ),
      ),
    ),
  );
}

/** Return a probability as a percentage that never rounds to certainty. */
export function percent(probability: number): string {
  if (probability > 0 && probability < 0.005) return "< 1\u00a0%";
  if (probability < 1 && probability > 0.995) return "> 99\u00a0%";
  return `${Math.round(probability * 100)}\u00a0%`;
}

/** Return "1 statement", "2 statements". */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
