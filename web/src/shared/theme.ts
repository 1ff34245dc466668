/** Light and dark: as the system says, until a reader chooses. */

import { h } from "./dom.ts";

export type Theme = "light" | "dark";
const KEY = "whoholds-theme";
const listeners = new Set<(theme: Theme) => void>();

/** Return the theme in use. */
export function theme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Take up the choice of an earlier visit, and follow the system where there is none. */
export function startTheme(): void {
  const kept = remembered();
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tell);
}

/** Call back whenever the theme changes. */
export function onTheme(callback: (theme: Theme) => void): void {
  listeners.add(callback);
}

/** Return the button that changes between light and dark. */
export function themeButton(): HTMLButtonElement {
  const button = h("button", { type: "button", class: "quiet", id: "theme" });
  const name = (): void => {
    const other = theme() === "dark" ? "Light" : "Dark";
    button.textContent = other;
    button.setAttribute("aria-label", `${other} colours`);
  };
  button.addEventListener("click", () => {
    const next = theme() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    remember(next);
    tell();
  });
  onTheme(name);
  name();
  return button;
}

function tell(): void {
  for (const listener of listeners) listener(theme());
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // A page opened from disk may have no storage.
  }
}

function remember(value: Theme): void {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // The choice then lasts as long as the page.
  }
}
