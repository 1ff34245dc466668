/** Making elements from data without ever reading data as markup. */

export type Child = Node | string | number | null | undefined | false;
type Value = string | number | boolean | null | undefined | ((event: never) => void);
export type Attributes = Record<string, Value>;

/**
 * Return an element. Text children become text, never markup. Attributes: `class`, `aria-*` and
 * the like as they are; `on…` takes a function; `href` and `src` are dropped unless they are safe;
 * `false`, `null` and `undefined` leave the attribute out, `true` sets it empty.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  dress(element, attributes);
  element.append(...kept(children));
  return element;
}

/** Return an element of SVG; as `h`. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  dress(element, attributes);
  // Text of a picture has no element that keeps tricks of writing direction to itself.
  element.append(...kept(children).map((child) => (typeof child === "string" ? told(child) : child)));
  return element;
}

/** Put children in the place of all that an element has. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...kept(children));
}

/** Return words from outside as an element that keeps tricks of writing direction to itself. */
export function words(text: string, className = ""): HTMLElement {
  return h("bdi", { class: className || null }, ...legible(text));
}

const TURNING = /[\u202a-\u202e\u2066-\u2069]/gu;

/** Return a text as it was written; signs that turn its direction are told, not obeyed. */
export function legible(text: string): (string | Node)[] {
  const parts: (string | Node)[] = [];
  let last = 0;
  for (const match of text.matchAll(TURNING)) {
    parts.push(text.slice(last, match.index), sign(match[0]));
    last = match.index + match[0].length;
  }
  return last ? [...parts, text.slice(last)] : [text];
}

/** Return a text from outside for where no element fits: a canvas, an option, a title. */
export function told(text: string): string {
  return text.replaceAll(TURNING, (character) => `[${codeOf(character)}]`);
}

function codeOf(character: string): string {
  return `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`;
}

function sign(character: string): HTMLElement {
  const title = "A sign that turns the direction of writing";
  return h("span", { class: "sign", title }, codeOf(character));
}

/** Return the element with an id; raises where the page lacks it. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no element #${id}`);
  return element as T;
}

/** Return an address that may be followed: of this server, or http(s); else null. */
export function safeLink(address: string | null | undefined): string | null {
  if (!address) return null;
  try {
    const url = new URL(address, location.href);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

function kept(children: Child[]): (Node | string)[] {
  const shown: (Node | string)[] = [];
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    shown.push(typeof child === "number" ? String(child) : child);
  }
  return shown;
}

/** Attributes that are shown or read out. */
const SPOKEN = new Set(["title", "aria-label", "aria-valuetext", "placeholder", "alt"]);

function dress(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") {
      element.addEventListener(name.replace(/^on/, ""), value as EventListener);
    } else if (name === "href" || name === "src" || name === "action") {
      const safe = safeLink(String(value));
      if (safe) element.setAttribute(name, safe);
    } else if (!name.startsWith("on")) {
      const text = value === true ? "" : String(value);
      element.setAttribute(name, SPOKEN.has(name) ? told(text) : text);
    }
  }
}
