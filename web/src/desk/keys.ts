/** Hotkeys: shown on the buttons that they press, silent while somebody types. */

import { h, type Attributes } from "../shared/dom.ts";

/** Return a button that shows its key and is pressed by it. */
export function keyed(
  name: string,
  key: string,
  press: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  return h(
    "button",
    { type: "button", "data-key": key, "aria-keyshortcuts": key, onclick: press, ...attributes },
    `${name} `,
    h("kbd", { "aria-hidden": "true" }, key),
  );
}

/** Press the button of a key; return whether there was one. */
export function pressKey(event: KeyboardEvent, root: HTMLElement): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return false;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return false;
  const buttons = root.querySelectorAll<HTMLButtonElement>(`button[data-key="${CSS.escape(event.key)}"]`);
  const button = [...buttons].find((each) => !each.disabled && each.offsetParent !== null);
  if (!button) return false;
  event.preventDefault();
  button.click();
  return true;
}

/** Say whether keys that are pressed now are meant as text. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, select, textarea") !== null;
}
