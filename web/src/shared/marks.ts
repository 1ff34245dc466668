/** Texts with words marked. Offsets count code points, as the server's do. */

import { h, legible } from "./dom.ts";
import type { Highlight, Span } from "./wire.ts";

/** A text cut into code points, so that offsets of the server find their words. */
export type Points = readonly string[];

/** A stretch of text with what covers all of it. */
export interface Piece<M extends Highlight> {
  start: number;
  end: number;
  over: M[];
}

/** Return a text's code points. */
export function pointsOf(text: string): Points {
  return Array.from(text);
}

/** Return the lines around a span, cut to about `most` code points on each side. */
export function around(points: Points, [start, end]: Span, most = 280): Span {
  let first = start;
  while (first > 0 && start - first < most && points[first - 1] !== "\n") first -= 1;
  while (first > 0 && first < start && !isGap(points[first - 1])) first += 1; // no cut words
  let last = end;
  while (last < points.length && last - end < most && points[last] !== "\n") last += 1;
  while (last < points.length && last > end && !isGap(points[last])) last -= 1;
  return [first, last];
}

/** Return the whole lines that a span lies in. */
export function paragraphAt(points: Points, span: Span): Span {
  return around(points, span, Infinity);
}

/** Cut `[start, end)` where marks begin and end; each piece tells the marks that cover it. */
export function piecesOf<M extends Highlight>([start, end]: Span, marks: readonly M[]): Piece<M>[] {
  const inside = marks.filter((mark) => mark.start < end && mark.end > start);
  const edges = new Set([start, end]);
  for (const mark of inside) {
    if (mark.start > start) edges.add(mark.start);
    if (mark.end < end) edges.add(mark.end);
  }
  const cuts = [...edges].sort((a, b) => a - b);
  const opening = inside.toSorted((a, b) => a.start - b.start);
  const pieces: Piece<M>[] = [];
  let open: M[] = [];
  let next = 0;
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    const from = cuts[at] as number;
    open = open.filter((mark) => mark.end > from);
    for (let mark = opening[next]; mark && mark.start <= from; mark = opening[next]) {
      open.push(mark);
      next += 1;
    }
    pieces.push({ start: from, end: cuts[at + 1] as number, over: [...open] });
  }
  return pieces;
}

/** Return a piece of text, legible. */
export function written(points: Points, start: number, end: number): (string | Node)[] {
  return legible(points.slice(start, end).join(""));
}

/** Return the words of a claim within the lines around them. */
export function excerpt(points: Points, span: Span, marks: readonly Highlight[]): HTMLElement {
  const [first, last] = around(points, span);
  const pieces = piecesOf([first, last], marks);
  const quote = h("blockquote", { class: "words", dir: "auto" });
  if (first > 0 && points[first - 1] !== "\n") quote.append("… ");
  for (const piece of pieces) quote.append(...drawn(points, piece));
  if (last < points.length && points[last] !== "\n") quote.append(" …");
  return quote;
}

function drawn(points: Points, piece: Piece<Highlight>): (string | Node)[] {
  const inner = written(points, piece.start, piece.end);
  if (!piece.over.length) return inner;
  const roles = new Set(piece.over.map((mark) => mark.role));
  return [h("mark", { class: [...roles].map((role) => `r-${role}`).join(" ") }, ...inner)];
}

function isGap(point: string | undefined): boolean {
  return point === undefined || /\s/u.test(point);
}
