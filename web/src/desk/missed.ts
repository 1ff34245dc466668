/** Adding a claim that was missed: words marked in the report, and the parts that they tell. */

import { h, legible, words } from "../shared/dom.ts";
import { problemBox } from "../shared/problem.ts";
import type { Named, Span } from "../shared/wire.ts";
import { formOf } from "./fields.ts";
import type { Correction } from "./wire.ts";

export interface Missed {
  reportId: string;
  span: Span;
  text: string;
}

/** Open the form; `save` gets what was filled in, and a refusal is shown in the form. */
export function addMissed(
  missed: Missed,
  parties: readonly Named[],
  save: (body: Record<string, unknown>) => Promise<void>,
): void {
  const form = formOf(null, parties, () => undefined);
  for (const list of form.element.querySelectorAll("datalist")) list.id = `missed-${list.id}`;
  for (const field of form.element.querySelectorAll("input, select")) {
    const list = field.getAttribute("list");
    if (list) field.setAttribute("list", `missed-${list}`);
    const label = form.element.querySelector(`label[for="${field.id}"]`);
    field.id = `missed-${field.id}`;
    label?.setAttribute("for", field.id);
  }
  const comment = h("textarea", { id: "missed-comment", rows: 2, maxlength: 4000 });
  const problems = h("div", {});
  const dialog = h("dialog", { class: "missed", "aria-labelledby": "missed-title" });
  const send = async (): Promise<void> => {
    problems.replaceChildren();
    try {
      await save(bodyOf(missed, form.values(), comment.value.trim()));
      dialog.close();
    } catch (error) {
      problems.replaceChildren(problemBox(error));
    }
  };
  dialog.append(
    h("h2", { id: "missed-title" }, "A claim that was missed"),
    h("blockquote", { class: "words", dir: "auto" }, h("mark", {}, ...legible(missed.text))),
    form.element,
    h(
      "div",
      { class: "field wide" },
      h("label", { for: "missed-comment" }, "Comment"),
      h("div", { class: "value" }, comment),
    ),
    problems,
    h(
      "div",
      { class: "verdicts" },
      h("button", { type: "button", class: "primary", id: "missed-save", onclick: () => void send() }, "Add it"),
      h("button", { type: "button", onclick: () => dialog.close() }, "Leave it"),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Return the notice that tells how to mark words. */
export function howToMark(): HTMLElement {
  return h("p", { class: "notice" }, words("Mark the words of the claim in the report first, then add it."));
}

function bodyOf(missed: Missed, parts: Correction, comment: string): Record<string, unknown> {
  const [start, end] = missed.span;
  return {
    report_id: missed.reportId,
    start_char: start,
    end_char: end,
    ...parts,
    ...(comment ? { comment } : {}),
  };
}
