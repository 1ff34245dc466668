/** Who reviews and how: the strip above the queue. */

import { h } from "../shared/dom.ts";
import type { Rights, Session } from "./session.ts";

/** Return the strip; `tell` is told the session whenever it changes. */
export function sessionBar(session: Session, may: Rights, tell: (session: Session) => void): HTMLElement {
  const name = h("input", {
    type: "text",
    id: "reviewer",
    value: session.reviewer,
    maxlength: 80,
    autocomplete: "name",
    placeholder: "your name",
    // The name of a token is that of its verdicts.
    readonly: may.name !== null,
  });
  const order = h(
    "select",
    { id: "order" },
    new Option("what would change the map most", "effect", false, session.order === "effect"),
    new Option("a fair sample, to measure precision", "random", false, session.order === "random"),
  );
  const same = h("input", { type: "checkbox", id: "same", checked: session.same });
  const adjudicator = h("input", { type: "checkbox", id: "adjudicator", checked: session.adjudicator });
  const bar = h(
    "form",
    { class: "session" },
    h("label", {}, "Reviewer ", name),
    h("label", {}, "Order ", order),
    h("label", {}, same, " what others judged too, to measure agreement"),
    may.adjudicate ? h("label", {}, adjudicator, " I adjudicate") : null,
  );
  bar.addEventListener("submit", (event) => event.preventDefault());
  bar.addEventListener("change", () => {
    tell({
      reviewer: name.value.trim(),
      order: order.value === "random" ? "random" : "effect",
      same: same.checked,
      adjudicator: may.adjudicate && adjudicator.checked,
    });
  });
  return bar;
}
