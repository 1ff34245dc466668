/** The export page: verdicts as annotated sentences, to train and to measure readers with. */

import { fill, h } from "../shared/dom.ts";
import { problemBox } from "../shared/problem.ts";

const ADDRESS = "/api/review/export.jsonl";
const SHOWN = 5;

/** Return the page, with the first lines of the file. */
export function exportView(): HTMLElement {
  const preview = h("pre", { tabindex: "0", "aria-label": "First lines" }, "…");
  const count = h("p", { class: "soft" });
  const view = h(
    "div",
    { class: "export" },
    h(
      "p",
      {},
      "Each sentence that persons judged, with the claims that hold after their verdicts: one JSON object a line, offsets in code points of the report's text.",
    ),
    h("p", {}, h("a", { class: "button", href: ADDRESS, download: "whoholds-review.jsonl" }, "Download as JSON lines")),
    count,
    preview,
  );
  void show(view, preview, count);
  return view;
}

async function show(view: HTMLElement, preview: HTMLElement, count: HTMLElement): Promise<void> {
  try {
    const response = await fetch(ADDRESS, { credentials: "same-origin" });
    if (!response.ok) throw new Error(`The server answered ${response.status}.`);
    const lines = (await response.text()).split("\n").filter(Boolean);
    count.textContent = `${lines.length} ${lines.length === 1 ? "line" : "lines"} now`;
    preview.textContent = lines.slice(0, SHOWN).map(pretty).join("\n\n") || "Nothing is judged yet.";
  } catch (error) {
    fill(view, problemBox(error));
  }
}

function pretty(line: string): string {
  return JSON.stringify(JSON.parse(line), null, 1);
}
