/** A report's text on the page: paragraphs with marks, and what a reader selects in it. */

import { h } from "./dom.ts";
import { piecesOf, written, type Piece, type Points } from "./marks.ts";
import type { Mark, Span } from "./wire.ts";

/** Return the text `[start, end)` in paragraphs; pieces that marks cover tell their statements. */
export function textView(
  points: Points,
  marks: readonly Mark[],
  [start, end]: Span = [0, points.length],
): HTMLElement {
  const text = h("div", { class: "text", dir: "auto" });
  for (const [from, to] of paragraphs(points, start, end)) {
    const paragraph = h("p", { dir: "auto", class: from === 0 ? "headline" : null });
    for (const piece of piecesOf([from, to], marks)) {
      paragraph.append(pieceView(points, piece));
    }
    text.append(paragraph);
  }
  return text;
}

/** Return the offsets of what is selected within `root`; null where nothing is. */
export function selectedSpan(root: HTMLElement): Span | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null;
  const start = offsetAt(root, range.startContainer, range.startOffset);
  const end = offsetAt(root, range.endContainer, range.endOffset);
  return start !== null && end !== null && start < end ? [start, end] : null;
}

/** Return a span without the white space at its ends; null where nothing else is in it. */
export function trimmed(points: Points, [start, end]: Span): Span | null {
  let [first, last] = [start, end];
  while (first < last && /\s/u.test(points[first] ?? " ")) first += 1;
  while (last > first && /\s/u.test(points[last - 1] ?? " ")) last -= 1;
  return first < last ? [first, last] : null;
}

function pieceView(points: Points, piece: Piece<Mark>): HTMLElement {
  const inner = written(points, piece.start, piece.end);
  if (!piece.over.length) return h("span", { "data-start": piece.start }, ...inner);
  const roles = [...new Set(piece.over.map((mark) => `r-${mark.role}`))];
  const ids = [...new Set(piece.over.map((mark) => mark.statement_id))];
  return h(
    "mark",
    { "data-start": piece.start, "data-ids": ids.join(" "), class: roles.join(" ") },
    ...inner,
  );
}

function* paragraphs(points: Points, start: number, end: number): Generator<Span> {
  let from = start;
  for (let at = start; at <= end; at += 1) {
    if (at < end && points[at] !== "\n") continue;
    if (at > from) yield [from, at];
    from = at + 1;
  }
}

/** Return the offset of a place in the document: that of its piece, and the code points before. */
function offsetAt(root: HTMLElement, node: Node, offset: number): number | null {
  const pieces = [...root.querySelectorAll<HTMLElement>("[data-start]")];
  const place = document.createRange();
  place.setStart(node, offset);
  let holder: HTMLElement | null = null;
  for (const piece of pieces) {
    if (place.comparePoint(piece, 0) > 0) break;
    holder = piece;
  }
  if (!holder) return pieces.length ? Number(pieces[0]?.dataset.start) : null;
  const before = document.createRange();
  before.setStart(holder, 0);
  if (before.comparePoint(node, offset) < 0) return Number(holder.dataset.start);
  if (holder.contains(node)) before.setEnd(node, offset);
  else before.setEnd(holder, holder.childNodes.length);
  return Number(holder.dataset.start) + lengthOf(before.cloneContents());
}

function lengthOf(fragment: DocumentFragment): number {
  const signs = fragment.querySelectorAll(".sign");
  for (const sign of signs) sign.remove();
  return Array.from(fragment.textContent ?? "").length + signs.length;
}
