/** The timeline as a picture: probabilities as bands, claims as ticks by speaker, one day marked. */

import { dayOf, isoOf, shortOf } from "../shared/dates.ts";
import { fill, h, svg, words } from "../shared/dom.ts";
import type { Bands, Holding, Statement } from "../shared/wire.ts";
import { axisLines, dayAt, xOf, type Scale } from "./axis.ts";
import { drawBands, layersOf, reading } from "./bands.ts";
import { percent } from "./answer.ts";
import type { Palette } from "./palette.ts";
import { drawTicks, rowsOf } from "./ticks.ts";
import { tipFor } from "./tip.ts";

export interface Story {
  bands: Bands;
  runs: Holding[];
  claims: Statement[];
  palette: Palette;
  day: number;
  first: number;
  last: number;
}

const NARROW = 620;
const SIEGE = 10;
const BANDS = 170;
const AXIS = 24;

/** Return the picture, drawn to the width it gets; `choose` is told the day that is clicked. */
export function pictureView(story: Story, choose: (day: number) => void): HTMLElement {
  const layers = layersOf(story.bands, story.palette);
  const stage = h("div", { class: "stage" });
  const readout = h("p", { class: "readout figure", "aria-hidden": "true" });
  const tip = tipFor(stage);
  const tell = (day: number): void => {
    readout.textContent = `${shortOf(day)}: ${reading(story.bands, layers, day)}`;
  };
  let drawn = 0;
  const draw = (): void => {
    const width = Math.floor(stage.clientWidth);
    if (width < 50 || width === drawn) return;
    drawn = width;
    fill(stage, drawing(width), tip.element);
  };
  new ResizeObserver(draw).observe(stage);
  tell(story.day);
  return h("div", { class: "picture" }, stage, readout);

  function drawing(width: number): SVGSVGElement {
    const rows = rowsOf(story.claims);
    const narrow = width < NARROW;
    const scale: Scale = {
      first: story.first,
      last: story.last,
      left: narrow ? 4 : 168,
      right: width - 10,
    };
    const rowHeight = narrow ? 34 : 20;
    const top = SIEGE + 4;
    const bottom = top + BANDS;
    const rowsTop = bottom + AXIS + 6;
    const height = rowsTop + rows.length * rowHeight + 4;
    const line = svg("line", { class: "hover-line", y1: 0, y2: height, visibility: "hidden" });
    const chosen = xOf(scale, story.day);
    const bands = svg(
      "g",
      { role: "img", "aria-label": summary(story) },
      drawBands(story.bands.days, layers, scale, top, bottom),
    );
    const reach = svg("rect", {
      class: "reach days",
      x: scale.left,
      y: 0,
      width: Math.max(scale.right - scale.left, 0),
      height: bottom + AXIS,
      fill: "transparent",
    });
    listen(reach, scale, line);
    const picture = svg(
      "svg",
      { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Timeline" },
      patterns(),
      frame(scale, top, bottom, height),
      bands,
      ...sieges(scale),
      narrow ? null : percentages(scale, top, bottom),
      line,
      svg("line", { class: "day-line", x1: chosen, x2: chosen, y1: 0, y2: height }),
      reach,
      ticks(rows, scale, rowsTop, rowHeight, narrow),
    );
    return picture;
  }

  function listen(reach: SVGRectElement, scale: Scale, line: SVGLineElement): void {
    const at = (event: PointerEvent | MouseEvent): number => {
      const box = reach.getBoundingClientRect();
      return dayAt(scale, scale.left + event.clientX - box.left);
    };
    reach.addEventListener("pointermove", (event) => {
      const day = at(event);
      const x = xOf(scale, day);
      line.setAttribute("x1", String(x));
      line.setAttribute("x2", String(x));
      line.setAttribute("visibility", "visible");
      tell(day);
    });
    reach.addEventListener("pointerleave", () => {
      line.setAttribute("visibility", "hidden");
      tell(story.day);
    });
    reach.addEventListener("click", (event) => choose(at(event)));
  }

  function sieges(scale: Scale): SVGElement[] {
    return story.runs
      .filter((run) => run.besieged)
      .map((run) => {
        const from = Math.max(dayOf(run.start) ?? scale.first, scale.first);
        const to = Math.min(dayOf(run.end) ?? scale.last, scale.last);
        const [left, right] = [xOf(scale, from), xOf(scale, to)];
        return svg(
          "g",
          {},
          svg("title", {}, `Besieged from ${shortOf(from)} to ${shortOf(to)}`),
          svg("rect", {
            class: "siege",
            x: left,
            y: 3,
            width: Math.max(right - left, 3),
            height: 6,
          }),
        );
      });
  }

  function ticks(
    rows: ReturnType<typeof rowsOf>,
    scale: Scale,
    top: number,
    rowHeight: number,
    narrow: boolean,
  ): SVGGElement {
    const all: SVGElement[] = [];
    const group = svg("g", {
      role: "group",
      "aria-label": "Claims by speaker; arrow keys go from one to the next",
    });
    rows.forEach((row, at) => {
      const base = top + at * rowHeight;
      const y = narrow ? base + 24 : base + rowHeight / 2;
      const drawnTicks = drawTicks(row, scale, y, story.palette);
      all.push(...drawnTicks);
      group.append(
        svg("line", { class: "row-line", x1: scale.left, x2: scale.right, y1: y, y2: y }),
        rowName(row.name, narrow ? scale.left : scale.left - 10, narrow ? base + 11 : y + 4, narrow),
        ...drawnTicks,
      );
    });
    const byId = new Map(story.claims.map((claim) => [claim.id, claim]));
    tip.attach(all, (tick) => byId.get(tick.getAttribute("data-claim") ?? "") ?? null);
    return group;
  }
}

function rowName(name: string, x: number, y: number, narrow: boolean): SVGElement {
  const most = narrow ? 46 : 24;
  const shown = name.length > most ? `${name.slice(0, most - 1)}…` : name;
  return svg(
    "text",
    { class: "row-name", x, y, "text-anchor": narrow ? "start" : "end" },
    svg("title", {}, name),
    shown,
  );
}

function frame(scale: Scale, top: number, bottom: number, height: number): SVGGElement {
  const most = Math.max(2, Math.floor((scale.right - scale.left) / 62));
  return svg(
    "g",
    {},
    ...axisLines(scale, most).flatMap(({ day, label }) => [
      svg("line", { class: "axis-line", x1: xOf(scale, day), x2: xOf(scale, day), y1: top, y2: height }),
      svg(
        "text",
        { class: "axis-name", x: Math.min(xOf(scale, day) + 3, scale.right - 30), y: bottom + 15 },
        label,
      ),
    ]),
    svg("rect", {
      class: "ground",
      x: scale.left,
      y: top,
      width: Math.max(scale.right - scale.left, 0),
      height: bottom - top,
    }),
  );
}

function percentages(scale: Scale, top: number, bottom: number): SVGGElement {
  return svg(
    "g",
    {},
    ...[0, 0.5, 1].map((value) =>
      svg(
        "text",
        {
          class: "axis-name",
          x: scale.left - 10,
          y: bottom - value * (bottom - top) + (value === 1 ? 10 : value === 0 ? 0 : 4),
          "text-anchor": "end",
        },
        `${value * 100} %`,
      ),
    ),
  );
}

function patterns(): SVGDefsElement {
  return svg(
    "defs",
    {},
    svg(
      "pattern",
      {
        id: "hatch",
        width: 6,
        height: 6,
        patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)",
      },
      svg("rect", { width: 6, height: 6, class: "hatch-ground" }),
      svg("rect", { width: 2.2, height: 6, class: "hatch-line" }),
    ),
  );
}

function summary(story: Story): string {
  const runs = story.runs.map((run) => {
    const who = run.status === "held" ? `held by ${run.holder_name}` : run.status;
    const surely = run.status === "unknown" ? "" : `, ${percent(run.probability)}`;
    return `from ${run.start ?? "the beginning"} ${who}${surely}`;
  });
  const span = `${isoOf(story.first)} to ${isoOf(story.last)}`;
  return `Probabilities, ${span}: ${runs.join("; ") || "nothing is known"}`;
}

/** Return the runs as a table, for those who want figures; a run's start can be chosen. */
export function runsTable(runs: readonly Holding[], choose: (day: number) => void): HTMLElement {
  return h(
    "details",
    { class: "runs" },
    h("summary", {}, `As a table (${runs.length} ${runs.length === 1 ? "stretch" : "stretches"})`),
    h(
      "div",
      { class: "scrolling", tabindex: "0", role: "region", "aria-label": "Stretches of time" },
      h(
        "table",
        { class: "figure" },
        h(
          "thead",
          {},
          h("tr", {}, ...["From", "Until", "Answer", "Probability", "Statements", "Speakers"].map((name) => h("th", { scope: "col" }, name))),
        ),
        h("tbody", {}, ...runs.map((run) => runRow(run, choose))),
      ),
    ),
  );
}

function runRow(run: Holding, choose: (day: number) => void): HTMLElement {
  const day = dayOf(run.start);
  const start =
    day === null
      ? "?"
      : h("button", { type: "button", class: "link", onclick: () => choose(day) }, run.start);
  return h(
    "tr",
    {},
    h("td", {}, start),
    h("td", {}, run.end ?? "still"),
    h("td", {}, run.status === "held" ? words(run.holder_name ?? "") : run.status, run.besieged ? ", besieged" : null),
    h("td", {}, run.status === "unknown" ? "—" : percent(run.probability)),
    h("td", {}, run.n_statements),
    h("td", {}, run.n_speakers),
  );
}
