/** What is shown where something could not be done: what happened, and what to do. */

import { ApiError } from "./api.ts";
import { h } from "./dom.ts";

/** Return the box that tells of an error. */
export function problemBox(error: unknown): HTMLElement {
  const detail = error instanceof Error ? error.message : String(error);
  const fix = error instanceof ApiError ? error.fix : "Load the page again.";
  return h(
    "div",
    { class: "problem", role: "alert" },
    h("p", {}, h("strong", {}, detail)),
    fix ? h("p", {}, fix) : null,
  );
}
