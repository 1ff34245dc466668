/** The small card that tells a tick's words while it is pointed at or in focus. */

import { chain, claimWords, publishedAt, whenWords } from "../shared/claims.ts";
import { fill, h, legible } from "../shared/dom.ts";
import type { Statement } from "../shared/wire.ts";

const LINGER = 150; // milliseconds in which the pointer may reach the card

export interface Tip {
  element: HTMLElement;
  /** Tell the words of these marks; arrow keys go from one to the next. */
  attach(marks: SVGElement[], claimOf: (mark: SVGElement) => Statement | null): void;
}

/** Return the card of a stage. */
export function tipFor(stage: HTMLElement): Tip {
  const element = h("div", { class: "tip", hidden: true });
  let leaving = 0;
  const hide = (): void => {
    element.hidden = true;
  };
  const stay = (): void => clearTimeout(leaving);
  const leave = (): void => {
    stay();
    leaving = window.setTimeout(hide, LINGER);
  };
  element.addEventListener("pointerenter", stay);
  element.addEventListener("pointerleave", leave);
  stage.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  const show = (mark: SVGElement, claim: Statement): void => {
    stay();
    fill(element, ...content(claim));
    element.hidden = false;
    const box = mark.getBoundingClientRect();
    const ground = stage.getBoundingClientRect();
    const left = box.left + box.width / 2 - ground.left - element.offsetWidth / 2;
    const most = ground.width - element.offsetWidth - 4;
    element.style.left = `${Math.max(4, Math.min(left, most))}px`;
    element.style.top = `${box.bottom - ground.top + 4}px`;
  };
  return {
    element,
    attach(marks, claimOf) {
      marks[0]?.setAttribute("tabindex", "0");
      for (const mark of marks) {
        const claim = claimOf(mark);
        if (!claim) continue;
        mark.addEventListener("pointerenter", () => show(mark, claim));
        mark.addEventListener("pointerleave", leave);
        mark.addEventListener("focus", () => show(mark, claim));
        mark.addEventListener("blur", leave);
        mark.addEventListener("keydown", (event) => step(event, mark, marks));
      }
    },
  };
}

function step(event: KeyboardEvent, mark: SVGElement, marks: SVGElement[]): void {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!by) return;
  const next = marks[marks.indexOf(mark) + by];
  if (!next) return;
  event.preventDefault();
  mark.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
}

function content(claim: Statement): HTMLElement[] {
  const when = whenWords(claim);
  return [
    h("p", {}, claimWords(claim), when ? ` · ${when}` : null),
    h("blockquote", { class: "words", dir: "auto" }, h("mark", {}, ...legible(claim.text))),
    h("p", { class: "soft" }, chain(claim), " · ", publishedAt(claim)),
  ];
}
