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
    signOut(),
    themeButton(),
  );
}

/** Return the button that ends the session, where somebody is signed in. */
function signOut(): Child {
  if (!document.cookie.split("; ").includes("whoholds-signed=1")) return null;
  return h(
    "form",
    { method: "post", action: "/logout" },
    h("button", { class: "quiet", id: "sign-out" }, "Sign out"),
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
