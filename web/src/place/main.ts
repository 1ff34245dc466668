/** The page of one place: who holds it on a day, how that came about, and who says so. */

import "../shared/theme.css";
import "../shared/words.css";
import "./place.css";
import { dayOf, isoOf } from "../shared/dates.ts";
import { byId, fill, h, told } from "../shared/dom.ts";
import { header } from "../shared/header.ts";
import { onVersion } from "../shared/live.ts";
import { mapLink } from "../shared/links.ts";
import { problemBox } from "../shared/problem.ts";
import { forgetReports } from "../shared/reports.ts";
import { answerView } from "./answer.ts";
import { clockView, keyedDay, type Clock } from "./clock.ts";
import { happeningsOf, load, type Loaded } from "./load.ts";
import { pictureView, runsTable } from "./picture.ts";
import { reasonsView } from "./reasons.ts";
import { disputesView, sidesView } from "./sides.ts";
import { addressOf, viewOf, type View } from "./state.ts";

const main = h("main", { id: "main", class: "place", tabindex: "-1" });
let view = viewOf(location);
let clock: Clock | null = null;
let turn = 0;

byId("page").append(header("place"), main);
window.addEventListener("popstate", () => void show(viewOf(location), false));
document.addEventListener("keydown", (event) => {
  const day = clock && keyedDay(event, clock);
  if (day !== null && day !== undefined) look({ on: isoOf(day) });
});
onVersion(({ places }) => {
  forgetReports();
  if (!places.length || places.includes(view.place)) void show(view, false);
});
void show(view, false);

function look(change: Partial<View>): void {
  void show({ ...view, ...change }, true);
}

async function show(next: View, keep: boolean): Promise<void> {
  const mine = (turn += 1);
  view = next;
  if (keep) history.pushState(null, "", addressOf(next));
  main.setAttribute("aria-busy", "true");
  try {
    const loaded = await load(next);
    if (mine !== turn) return;
    draw(loaded);
  } catch (error) {
    if (mine === turn) fill(main, problemBox(error));
  } finally {
    if (mine === turn) main.removeAttribute("aria-busy");
  }
}

function draw(loaded: Loaded): void {
  const { answer, palette } = loaded;
  const day = dayOf(answer.on) ?? 0;
  view = { ...view, place: answer.place_id };
  document.title = `${told(answer.place_name)} · whoholds`;
  const choose = (chosen: number): void => look({ on: isoOf(chosen) });
  clock = {
    day,
    known: view.known,
    changes: loaded.runs.flatMap((run) => dayOf(run.start) ?? []),
    onDay: choose,
    onKnown: (known) => look({ known }),
  };
  const held = focused();
  const disputes = h("div", {});
  fill(
    main,
    h(
      "div",
      { class: "top" },
      clockView(clock),
      h("a", { class: "to-map", href: mapLink(answer.place_id, { on: answer.on, known: view.known }) }, "On the map"),
    ),
    answerView(answer, palette),
    h(
      "section",
      { "aria-labelledby": "time" },
      h("h2", { id: "time" }, "Through time"),
      pictureView({ ...loaded, day }, choose),
      runsTable(loaded.runs, choose),
    ),
    reasonsView(loaded.why, (actor) => look({ actor })),
    sidesView(answer, palette),
    disputes,
  );
  restore(held);
  void addDisputes(disputes, loaded);
}

async function addDisputes(place: HTMLElement, loaded: Loaded): Promise<void> {
  try {
    const found = await happeningsOf(loaded.answer.place_id);
    const claims = new Map(loaded.claims.map((claim) => [claim.id, claim]));
    fill(place, disputesView(found.items, claims));
  } catch {
    fill(place); // A store may be too large for happenings; the rest of the page stands.
  }
}

/** Return what tells the focused control again after the page was drawn anew. */
function focused(): string | null {
  const element = document.activeElement;
  if (!element || !main.contains(element)) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const label = element.getAttribute("aria-label");
  return label && element.tagName === "BUTTON" ? `button[aria-label="${CSS.escape(label)}"]` : null;
}

function restore(selector: string | null): void {
  if (selector) main.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
}
