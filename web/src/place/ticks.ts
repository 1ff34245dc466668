/** Claims as ticks, a row for each speaker: their words come on hover and on focus. */

import { chainText, claimText, movesControl, originOf, stretchOf, whenWords } from "../shared/claims.ts";
import { svg } from "../shared/dom.ts";
import { reportLink } from "../shared/links.ts";
import type { Statement } from "../shared/wire.ts";
import { xOf, type Scale } from "./axis.ts";
import type { Palette } from "./palette.ts";

const MOST_ROWS = 10;
const THIN = 4;

export interface Row {
  name: string;
  claims: Statement[];
}

/** Return a row for each speaker, those who say most first, the rest in a row together. */
export function rowsOf(claims: readonly Statement[]): Row[] {
  const rows = new Map<string, Statement[]>();
  for (const claim of claims) {
    const name = originOf(claim);
    const row = rows.get(name);
    if (row) row.push(claim);
    else rows.set(name, [claim]);
  }
  const sorted = [...rows]
    .map(([name, listed]) => ({ name, claims: listed }))
    .sort((a, b) => b.claims.length - a.claims.length || a.name.localeCompare(b.name));
  if (sorted.length <= MOST_ROWS) return sorted;
  const rest = sorted.splice(MOST_ROWS - 1);
  sorted.push({
    name: `${rest.length} others`,
    claims: rest.flatMap((row) => row.claims),
  });
  return sorted;
}

/** Return a claim in one line, for those who hear it. */
export function tickWords(claim: Statement): string {
  const when = whenWords(claim);
  return `${chainText(claim)}: ${claimText(claim)}${when ? `, ${when}` : ""}. “${claim.text}”`;
}

/** Return the ticks of one row, as links to the words. */
export function drawTicks(row: Row, scale: Scale, y: number, palette: Palette): SVGElement[] {
  const ticks: SVGElement[] = [];
  for (const claim of row.claims) {
    const stretch = stretchOf(claim);
    if (!stretch || stretch.last < scale.first || stretch.first > scale.last) continue;
    const from = xOf(scale, Math.max(stretch.first, scale.first));
    const to = xOf(scale, Math.min(stretch.last, scale.last));
    const moves = movesControl(claim.kind);
    const colour = moves && claim.actor_id ? palette(claim.actor_id) : "var(--soft)";
    const denied = claim.modality === "denied";
    const height = moves ? 12 : 5;
    ticks.push(
      svg(
        "a",
        {
          href: reportLink(claim.report_id, claim.id),
          class: "tick",
          tabindex: "-1",
          "aria-label": tickWords(claim),
          "data-claim": claim.id,
        },
        to - from > THIN * 2
          ? svg("line", { x1: from, x2: to, y1: y, y2: y, stroke: colour, "stroke-width": 2 })
          : null,
        svg("rect", {
          x: from - THIN / 2,
          y: y - height / 2,
          width: THIN,
          height,
          rx: 1,
          fill: denied ? "var(--panel)" : colour,
          stroke: colour,
          "stroke-width": denied ? 1.5 : 0.5,
          "stroke-dasharray": stretch.sure ? null : "2 1.5",
        }),
        svg("rect", {
          class: "reach",
          x: from - 6,
          y: y - 9,
          width: Math.max(to - from, 0) + 12,
          height: 18,
          fill: "transparent",
        }),
      ),
    );
  }
  return ticks;
}
