/** The page of one report: its text, with the words marked that each statement rests on. */

import "../shared/theme.css";
import "../shared/words.css";
import "./report.css";
import { byId, fill, h, told } from "../shared/dom.ts";
import { header } from "../shared/header.ts";
import { onVersion } from "../shared/live.ts";
import { problemBox } from "../shared/problem.ts";
import { forgetReports, reportOf } from "../shared/reports.ts";
import { textView } from "../shared/text.ts";
import { claimList } from "./claims.ts";
import { headView } from "./head.ts";

const main = h("main", { id: "main", class: "report", tabindex: "-1" });
byId("page").append(header("report"), main);
window.addEventListener("hashchange", () => light(chosen(), true));
onVersion(() => {
  forgetReports();
  void show();
});
void show();

async function show(): Promise<void> {
  const id = decodeURIComponent(location.pathname.replace(/^\/report\/?/, ""));
  try {
    const { report, points } = await reportOf(id);
    document.title = `${told((report.title ?? "Report").slice(0, 80))} · whoholds`;
    const text = textView(points, report.marks);
    fill(
      main,
      headView(report),
      h(
        "div",
        { class: "sheet" },
        h("section", { class: "body", "aria-label": "Text of the report" }, text),
        claimList(report, choose),
      ),
    );
    text.addEventListener("click", (event) => {
      const mark = (event.target as Element).closest<HTMLElement>("mark[data-ids]");
      const ids = mark?.dataset.ids?.split(" ") ?? [];
      if (ids.length && !getSelection()?.toString()) choose(nextOf(ids));
    });
    light(chosen(), true);
  } catch (error) {
    fill(main, problemBox(error));
  }
}

/** Return the one of several statements on the same words that comes after the chosen one. */
function nextOf(ids: readonly string[]): string {
  const at = ids.indexOf(chosen() ?? "");
  return ids[(at + 1) % ids.length] as string;
}

function chosen(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get("statement");
}

function choose(id: string): void {
  history.replaceState(null, "", `#statement=${encodeURIComponent(id)}`);
  light(id, true);
}

/** Show which words a statement rests on, and come to them. */
function light(id: string | null, come: boolean): void {
  for (const lit of main.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const item of main.querySelectorAll("[data-claim]")) {
    const isChosen = item.getAttribute("data-claim") === id;
    item.querySelector("button")?.setAttribute("aria-pressed", String(isChosen));
    item.classList.toggle("chosen", isChosen);
    if (isChosen && come) item.scrollIntoView({ block: "nearest" });
  }
  if (!id) return;
  const words = [...main.querySelectorAll<HTMLElement>("mark[data-ids]")].filter((mark) =>
    mark.dataset.ids?.split(" ").includes(id),
  );
  for (const mark of words) mark.classList.add("lit");
  const first = words.find((mark) => mark.classList.contains("r-evidence")) ?? words[0];
  if (come) first?.scrollIntoView({ block: "center" });
}
