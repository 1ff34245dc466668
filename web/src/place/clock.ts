/** The clock of the place page: the day, steps by day and by change, and what was known by when. */

import { isoOf, typedDay } from "../shared/dates.ts";
import { h, svg } from "../shared/dom.ts";

export interface Clock {
  day: number;
  known: string | null;
  changes: readonly number[];
  onDay(day: number): void;
  onKnown(known: string | null): void;
}

const SHAPES = {
  changeBefore: "M4 3v10 M12 3l-6 5 6 5z",
  dayBefore: "M11 3L4.5 8 11 13z",
  dayAfter: "M5 3l6.5 5L5 13z",
  changeAfter: "M12 3v10 M4 3l6 5-6 5z",
} as const;

/** Return the controls; the keys , and . go by day, [ and ] by change. */
export function clockView(clock: Clock): HTMLElement {
  const earlier = clock.changes.filter((change) => change < clock.day).at(-1);
  const later = clock.changes.find((change) => change > clock.day);
  const step = (name: string, shape: keyof typeof SHAPES, day: number | undefined): HTMLElement =>
    h(
      "button",
      {
        type: "button",
        class: "step",
        "aria-label": name,
        title: name,
        disabled: day === undefined,
        onclick: () => day !== undefined && clock.onDay(day),
      },
      svg(
        "svg",
        { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" },
        svg("path", { d: SHAPES[shape], fill: "currentColor", stroke: "currentColor" }),
      ),
    );
  return h(
    "div",
    { class: "clock", role: "group", "aria-label": "Day" },
    step("Change before, key [", "changeBefore", earlier),
    step("Day before, key ,", "dayBefore", clock.day - 1),
    dateField("on", "Day asked about", isoOf(clock.day), (day) => day !== null && clock.onDay(day)),
    step("Day after, key .", "dayAfter", clock.day + 1),
    step("Change after, key ]", "changeAfter", later),
    h(
      "label",
      { class: "known", title: "Answer from what had been published by the end of this day" },
      "as known on ",
      dateField("known", null, clock.known, (day) => clock.onKnown(day === null ? null : isoOf(day))),
    ),
    clock.known
      ? h("button", { type: "button", onclick: () => clock.onKnown(null) }, "as known now")
      : null,
  );
}

/** Return a field for a day, written in any usual way; told null where it is emptied. */
function dateField(
  id: string,
  name: string | null,
  value: string | null,
  tell: (day: number | null) => void,
): HTMLInputElement {
  const field = h("input", {
    type: "text",
    id,
    class: "date figure",
    "aria-label": name,
    placeholder: "YYYY-MM-DD",
    autocomplete: "off",
    spellcheck: "false",
    title: "2017-10-20, 20 Oct 2017 or 20.10.2017",
    value,
  });
  field.addEventListener("change", () => {
    const text = field.value.trim();
    const day = typedDay(text);
    field.setAttribute("aria-invalid", String(text !== "" && day === null));
    if (day !== null || !text) tell(day);
  });
  return field;
}

/** Return the day that a key asks for, null where it asks for none. */
export function keyedDay(event: KeyboardEvent, clock: Clock): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.target instanceof HTMLElement && event.target.closest("input, select, textarea")) {
    return null;
  }
  if (event.key === ",") return clock.day - 1;
  if (event.key === ".") return clock.day + 1;
  if (event.key === "[") return clock.changes.filter((day) => day < clock.day).at(-1) ?? null;
  if (event.key === "]") return clock.changes.find((day) => day > clock.day) ?? null;
  return null;
}
