/** The bar on top of every page: the name, the pages, a slot for tools, the theme. */

import { h, words, type Child } from "./dom.ts";
import { startTheme, themeButton } from "./theme.ts";

export type Page = "map" | "place" | "desk" | "report";

/** Return the bar; `tools` stand between the links and the theme's button. */
export function header(page: Page, ...tools: Child[]): HTMLElement {
  startTheme();
  const link = (to: Page, address: string, name: string): HTMLElement =>
    h("a", { href: address, "aria-current": page === to ? "page" : null }, name);
  return h(
    "header",
    { class: "bar" },
    h("a", { class: "skip", href: "#main" }, "Skip to the content"),
    h("a", { class: "brand", href: "/" }, "whoholds"),
    h("nav", { "aria-label": "Pages" }, link("map", "/", "Map"), link("desk", "/desk", "Desk")),
    h("div", { class: "tools" }, ...tools),
    themeButton(),
  );
}

/** Return the bar of a page that stands alone, without a server behind it. */
export function plainHeader(title: string, ...tools: Child[]): HTMLElement {
  startTheme();
  return h(
    "header",
    { class: "bar" },
    h("strong", { class: "brand" }, words(title)),
    h("div", { class: "tools" }, ...tools),
    themeButton(),
  );
}
