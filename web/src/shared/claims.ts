/** Claims in words: what, how meant, when, and who says so through whom. */

import { dayNumber, isoOf, shortOf } from "./dates.ts";
import { h, safeLink, words, type Child } from "./dom.ts";
import { deskLink, reportLink } from "./links.ts";
import type { Statement } from "./wire.ts";

/** The kinds of claims with how a party stands to them; the first nine move control. */
export const KINDS: readonly (readonly [kind: string, says: string])[] = [
  ["seize", "taken by"],
  ["withdraw", "left by"],
  ["handover", "handed over to"],
  ["control_state", "held by"],
  ["contest", "fought over by"],
  ["siege", "besieged by"],
  ["attack_repelled", "attack repelled by"],
  ["advance", "advance by"],
  ["ceasefire", "ceasefire of"],
  ["strike", "struck by"],
  ["casualties", "casualties, caused by"],
  ["displacement", "people flee from"],
  ["talks", "talks of"],
  ["agreement", "agreement of"],
];
export const MODALITIES = [
  "asserted",
  "reported",
  "confirmed",
  "denied",
  "ongoing",
  "planned",
  "possible",
] as const;

const MOVING = new Set(KINDS.slice(0, 9).map(([kind]) => kind));
const STATES = new Set(["control_state", "siege", "contest"]);

/** Say whether claims of a kind are evidence on who holds a place. */
export function movesControl(kind: string): boolean {
  return MOVING.has(kind);
}

/** Return what a claim says of its place, such as "taken by Islamic State from rebels". */
export function claimWords(claim: Statement): HTMLElement {
  const counter = claim.counter_actor;
  return h(
    "span",
    { class: "claim-words" },
    `${saysOf(claim)} `,
    words(actorOf(claim)),
    counter ? ` ${towards(claim)} ` : null,
    counter ? words(counter) : null,
    isPlain(claim) ? null : h("b", { class: `modality ${claim.modality}` }, ` · ${claim.modality}`),
  );
}

/** As `claimWords`, as plain text. */
export function claimText(claim: Statement): string {
  const counter = claim.counter_actor ? ` ${towards(claim)} ${claim.counter_actor}` : "";
  const modality = isPlain(claim) ? "" : ` (${claim.modality})`;
  return `${saysOf(claim)} ${actorOf(claim)}${counter}${modality}`;
}

function actorOf(claim: Statement): string {
  return claim.actor_name ?? claim.actor ?? "somebody";
}

function saysOf(claim: Statement): string {
  if (claim.kind === "control_state" && claim.status_after === "lost") return "no longer held by";
  return KINDS.find(([kind]) => kind === claim.kind)?.[1] ?? `${claim.kind.replaceAll("_", " ")},`;
}

function towards(claim: Statement): string {
  return claim.kind === "seize" || claim.kind === "handover" ? "from" : "against";
}

function isPlain(claim: Statement): boolean {
  return claim.modality === "asserted" || claim.modality === "reported";
}

/** Return when a claim says that it happened; null where its words tell no time. */
export function whenWords(claim: Statement): string | null {
  const { start_date: start, end_date: end } = claim;
  if (!start && !end) return null;
  if (!start) return `by ${partialWords(end ?? "")}`;
  if (!end) {
    return start.length < 10 && !STATES.has(claim.kind)
      ? partialWords(start)
      : `since ${partialWords(start)}`;
  }
  return start === end ? partialWords(start) : `${partialWords(start)} – ${partialWords(end)}`;
}

/** Return a date that goes as far as the words went: "2014", "Jan 2014" or "5 Jan 2014". */
export function partialWords(iso: string): string {
  const [first] = daysOf(iso) ?? [];
  if (first === undefined) return iso;
  if (iso.length >= 10) return shortOf(first);
  return iso.length >= 7 ? shortOf(first).replace(/^\d+ /, "") : iso;
}

/** Return the first and last day of "2014", "2014-01" or "2014-01-05"; null for none of them. */
export function daysOf(iso: string): [first: number, last: number] | null {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(iso);
  if (!parts) return null;
  const year = Number(parts[1]);
  const month = parts[2] ? Number(parts[2]) : null;
  if (month === null) return [dayNumber(year, 1, 1), dayNumber(year + 1, 1, 1) - 1];
  if (!parts[3]) return [dayNumber(year, month, 1), dayNumber(year, month + 1, 1) - 1];
  const day = dayNumber(year, month, Number(parts[3]));
  return [day, day];
}

/** The days of a claim. sure: false where no words tell them and publication stands in. */
export interface Stretch {
  first: number;
  last: number;
  sure: boolean;
}

/** Return the days that a claim is about; null where neither words nor report have a date. */
export function stretchOf(claim: Statement): Stretch | null {
  const start = claim.start_date ? daysOf(claim.start_date) : null;
  const end = claim.end_date ? daysOf(claim.end_date) : null;
  const told = claim.published ? daysOf(claim.published)?.[0] : undefined;
  if (start && end) return { first: start[0], last: end[1], sure: true };
  if (start) {
    const lasts = STATES.has(claim.kind) && told !== undefined ? told : start[1];
    return { first: start[0], last: Math.max(lasts, start[0]), sure: true };
  }
  if (end) return { first: end[1], last: end[1], sure: true };
  return told === undefined ? null : { first: told, last: told, sure: false };
}

/** Return the name under which a claim's origin is counted. */
export function originOf(claim: Statement): string {
  return claim.sources[0]?.name || claim.outlet || "unnamed outlet";
}

/** Return who says so, from the origin through whom to the outlet. */
export function chain(claim: Statement): HTMLElement {
  const links: Child[] = [];
  for (const source of claim.sources) {
    links.push(words(source.name || source.text));
    if (source.via) links.push(" through ", words(source.via));
    links.push(h("span", { class: "arrow", "aria-label": "in" }, " › "));
  }
  const outlet = claim.outlet ?? "unnamed outlet";
  links.push(claim.sources.length ? words(outlet) : h("span", {}, words(outlet), " itself"));
  return h("span", { class: "chain" }, ...links);
}

/** As `chain`, as plain text. */
export function chainText(claim: Statement): string {
  const names = claim.sources.map((s) => (s.via ? `${s.name} through ${s.via}` : s.name));
  return [...names, claim.outlet ?? "unnamed outlet"].join(", in ");
}

/** Return when a statement was published, as a date that machines can read too. */
export function publishedAt(claim: Pick<Statement, "published">): HTMLElement {
  const day = claim.published ? daysOf(claim.published)?.[0] : undefined;
  if (day === undefined) return h("span", { class: "soft" }, "undated report");
  return h("time", { datetime: isoOf(day) }, shortOf(day));
}

/**
 * Return the links from a statement to its words: our copy of the report, the desk (unless `check`
 * is false), and the original where it has an address of the web.
 */
export function sourceLinks(
  claim: Statement,
  url: string | null | undefined,
  { check = true }: { check?: boolean } = {},
): HTMLElement {
  const original = url ? safeLink(url) : null;
  return h(
    "span",
    { class: "links" },
    h("a", { href: reportLink(claim.report_id, claim.id) }, "Report"),
    check ? h("a", { href: deskLink(claim.id) }, "Check") : null,
    original
      ? h("a", { href: original, rel: "noreferrer noopener external", target: "_blank" }, "Original")
      : null,
  );
}
