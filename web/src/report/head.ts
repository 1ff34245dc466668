/** The head of a report: its title, where and when it appeared, and what is kept of it. */

import { publishedAt } from "../shared/claims.ts";
import { type Child, h, legible, safeLink, words } from "../shared/dom.ts";
import { reportLink } from "../shared/links.ts";
import type { ShownReport } from "../shared/wire.ts";

const LONGEST_TITLE = 240;

/** Return the head. */
export function headView(report: ShownReport): HTMLElement {
  return h(
    "header",
    { class: "report-head" },
    h("h1", {}, h("bdi", {}, ...legible(titleOf(report)))),
    h(
      "dl",
      { class: "facts" },
      ...fact("Outlet", report.outlet ? words(report.outlet) : "not told"),
      ...fact("Published", publishedAt(report)),
      ...(report.updated ? fact("Updated", publishedAt({ published: report.updated })) : []),
      ...fact("Original", original(report)),
      ...fact("Statements", report.statements.length),
      ...(report.versions.length > 1 ? fact("Versions", versions(report)) : []),
      ...fact("Text SHA-256", h("code", { title: report.sha256 }, report.sha256.slice(0, 16))),
    ),
  );
}

function titleOf(report: ShownReport): string {
  const title = report.title?.trim() || "Report without a headline";
  const points = Array.from(title.slice(0, 4 * LONGEST_TITLE));
  return points.length > LONGEST_TITLE ? `${points.slice(0, LONGEST_TITLE).join("")}…` : title;
}

/** A link only where the address is one of the web; else its words. */
function original(report: ShownReport): Child {
  const address = safeLink(report.url);
  if (address && report.url) {
    return h(
      "a",
      { href: address, rel: "noreferrer noopener external", target: "_blank" },
      words(shortened(report.url)),
    );
  }
  if (report.url_as_told) return h("span", {}, words(shortened(report.url_as_told)), " (no web address)");
  return "no address told";
}

function versions(report: ShownReport): HTMLElement {
  return h(
    "span",
    {},
    ...report.versions.map((id, at) =>
      id === report.id
        ? h("b", { "aria-current": "true" }, ` ${at + 1} `)
        : h("a", { href: reportLink(id) }, ` ${at + 1} `),
    ),
  );
}

function fact(name: string, value: Child): HTMLElement[] {
  return [h("div", {}, h("dt", {}, name), h("dd", {}, value))];
}

function shortened(text: string): string {
  return text.length > 90 ? `${text.slice(0, 89)}…` : text;
}
