/** The queue: what would change the map most stands first. */

import { claimWords } from "../shared/claims.ts";
import { h, words } from "../shared/dom.ts";
import type { Queue } from "./wire.ts";

/** Return the list; `open` is told which item is wanted. */
export function queueView(queue: Queue, chosen: string | null, open: (id: string) => void): HTMLElement {
  const most = Math.max(...queue.items.map((item) => item.score ?? 0), 1e-9);
  return h(
    "nav",
    { class: "queue", "aria-label": "Queue" },
    h("h2", {}, "Queue ", h("span", { class: "soft" }, `${queue.total.toLocaleString("en")} to check`)),
    queue.items.length ? null : h("p", { class: "soft" }, "Nothing is left to check for you."),
    h(
      "ol",
      {},
      ...queue.items.map((item) =>
        h(
          "li",
          {},
          h(
            "button",
            {
              type: "button",
              class: "queued",
              "aria-current": item.statement.id === chosen ? "true" : null,
              "data-item": item.statement.id,
              onclick: () => open(item.statement.id),
            },
            h("b", {}, words(item.statement.place_name ?? item.statement.place ?? "No place")),
            " ",
            claimWords(item.statement),
            h(
              "span",
              { class: "meter", "aria-hidden": "true" },
              h("span", { style: `width: ${Math.round(((item.score ?? 0) / most) * 100)}%` }),
            ),
          ),
        ),
      ),
    ),
  );
}
