/** The desk's state: the session, the queue, the item at hand, and what was done last. */

import { get } from "../shared/api.ts";
import { fill, h } from "../shared/dom.ts";
import { header } from "../shared/header.ts";
import { onVersion } from "../shared/live.ts";
import { problemBox } from "../shared/problem.ts";
import { forgetReports, reportOf } from "../shared/reports.ts";
import type { Info, PartyWithRuns } from "../shared/wire.ts";
import { paletteOf } from "../place/palette.ts";
import * as ask from "./ask.ts";
import { sessionBar } from "./bar.ts";
import { stakeView } from "./effect.ts";
import { exportView } from "./export.ts";
import { figuresView } from "./figures.ts";
import { itemView, type ItemView } from "./item.ts";
import { isTyping, pressKey } from "./keys.ts";
import { addMissed, howToMark } from "./missed.ts";
import { queueView } from "./queue.ts";
import { doneView, showRecent, type Done } from "./recent.ts";
import { keepSession, keptSession, type Rights, type Session } from "./session.ts";
import type { Judged, Queue, QueueItem, Verdict, VerdictName } from "./wire.ts";

const TABS = [
  ["", "Check"],
  ["figures", "Figures"],
  ["export", "Export"],
] as const;
const EMPTY: Queue = { total: 0, store_version: 0, items: [] };

export class Desk {
  readonly #main = h("main", { id: "main", class: "desk", tabindex: "-1" });
  readonly #queue = h("div", { class: "queue-place" });
  readonly #center = h("div", { class: "center" });
  readonly #side = h("div", { class: "aside" });
  readonly #notice = h("div", { class: "notices" });
  readonly #done = h("div", { class: "done-place" });
  readonly #stake = h("div", {});
  readonly #recent = h("section", { "aria-label": "Your last verdicts" });
  #session = keptSession();
  #parties: PartyWithRuns[] = [];
  #items: Queue = EMPTY;
  #item: QueueItem | null = null;
  #view: ItemView | null = null;
  #busy = false;
  #may: Rights = { review: true, adjudicate: true, name: null };

  constructor(private readonly page: HTMLElement) {}

  async start(): Promise<void> {
    this.page.append(header("desk"), this.#main);
    window.addEventListener("hashchange", () => void this.#route());
    document.addEventListener("keydown", (event) => this.#key(event));
    onVersion(() => forgetReports());
    try {
      const [parties, info] = await Promise.all([get<PartyWithRuns[]>("/parties"), get<Info>("/info")]);
      this.#parties = parties;
      this.#may = { review: info.may_review, adjudicate: info.may_adjudicate, name: info.reviewer };
      const { review, adjudicate, name } = this.#may;
      this.#session = {
        ...this.#session,
        reviewer: review ? (name ?? this.#session.reviewer) : "",
        adjudicator: adjudicate && this.#session.adjudicator,
      };
    } catch (error) {
      fill(this.#main, problemBox(error));
      return;
    }
    await this.#route();
  }

  async #route(): Promise<void> {
    const hash = location.hash.slice(1);
    const tab = TABS.find(([name]) => name && hash === name)?.[0] ?? "";
    fill(this.#main, this.#tabs(tab));
    try {
      if (tab === "figures") this.#main.append(figuresView(await ask.figures()));
      else if (tab === "export") this.#main.append(exportView());
      else await this.#check(askedFor());
    } catch (error) {
      this.#main.append(problemBox(error));
    }
  }

  #tabs(current: string): HTMLElement {
    return h(
      "div",
      { class: "tabs" },
      h("h1", {}, "Desk"),
      h(
        "nav",
        { "aria-label": "Parts of the desk" },
        ...TABS.map(([name, title]) =>
          h("a", { href: `/desk${name ? `#${name}` : ""}`, "aria-current": name === current ? "page" : null, onclick: (event: MouseEvent) => this.#toTab(event, name) }, title),
        ),
      ),
    );
  }

  /** A link to the page without a fragment would load it again: only the fragment changes. */
  #toTab(event: MouseEvent, name: string): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    location.hash = name;
  }

  async #check(statement: string | null): Promise<void> {
    this.#main.append(
      this.#may.review ? sessionBar(this.#session, this.#may, (session) => void this.#take(session)) : h("p", { class: "notice", id: "read-only" }, "Your token may read, not review. A reviewer's token opens the desk."),
      this.#notice,
      h("div", { class: "bench" }, this.#queue, this.#center, this.#side),
    );
    fill(this.#side, this.#done, this.#stake, this.#recent);
    if (!this.#may.review) {
      if (statement) await this.#open(await ask.itemOf(statement));
      return;
    }
    if (!this.#session.reviewer) {
      fill(this.#queue);
      fill(this.#recent);
      fill(this.#notice, h("p", { class: "notice" }, "Give your name first: every verdict is a statement by a person."));
      this.#main.querySelector<HTMLInputElement>("#reviewer")?.focus();
      if (statement) await this.#open(await ask.itemOf(statement));
      return;
    }
    await Promise.all([this.#fetchQueue(), this.#fetchRecent()]);
    const queued = this.#items.items.find((item) => item.statement.id === statement);
    if (queued) await this.#open(queued);
    else if (statement) await this.#open(await ask.itemOf(statement));
    else await this.#open(this.#items.items[0] ?? null);
  }

  async #take(session: Session): Promise<void> {
    const isNew = session.reviewer !== this.#session.reviewer;
    this.#session = session;
    keepSession(session);
    if (isNew) fill(this.#done);
    fill(this.#notice);
    if (!session.reviewer) return;
    await this.#guarded(async () => {
      await Promise.all([this.#fetchQueue(), this.#fetchRecent()]);
      // An address that asks for a statement is being followed: the first of the queue must wait.
      if (!this.#item && !askedFor()) await this.#open(this.#items.items[0] ?? null);
    });
  }

  async #fetchQueue(): Promise<void> {
    this.#items = await ask.queueFor(this.#session);
    this.#drawQueue();
  }

  #drawQueue(): void {
    if (!this.#session.reviewer) return;
    const chosen = this.#item?.statement.id ?? null;
    fill(this.#queue, queueView(this.#items, chosen, (id) => this.#choose(id)));
  }

  async #fetchRecent(): Promise<void> {
    const verdicts = await ask.verdictsBy(this.#session.reviewer);
    showRecent(this.#recent, verdicts.items, (verdict) => void this.#undo(verdict));
  }

  #choose(id: string): void {
    const item = this.#items.items.find((each) => each.statement.id === id);
    if (item) void this.#open(item);
  }

  async #open(item: QueueItem | null): Promise<void> {
    this.#item = item;
    this.#drawQueue();
    const address = item ? `#statement=${encodeURIComponent(item.statement.id)}` : "";
    history.replaceState(null, "", `/desk${address}`);
    if (!item) {
      this.#view = null;
      fill(this.#center, h("p", { class: "soft" }, "Nothing is left to check for you."));
      fill(this.#stake);
      return;
    }
    this.#view = itemView(item, this.#parties, {
      judge: (verdict) => void this.#judge(verdict),
      skip: () => void this.#next(),
      add: () => void this.#add(),
    });
    if (!this.#may.review) this.#view.forReaders();
    fill(this.#center, this.#view.element);
    fill(this.#stake, stakeView(item, paletteOf(this.#parties)));
  }

  async #judge(verdict: VerdictName): Promise<void> {
    const [item, view] = [this.#item, this.#view];
    if (!item || !view || !this.#named()) return;
    await this.#guarded(async () => {
      const changes = view.changes();
      const correction = verdict === "correct" ? changes : undefined;
      await this.#follow(item, () =>
        ask.judge(this.#session, item.statement, verdict, view.comment(), correction),
      );
      if (verdict === "comment") return;
      this.#items = {
        ...this.#items,
        items: this.#items.items.filter((each) => each !== item),
        total: Math.max(0, this.#items.total - 1),
      };
      await this.#next();
    });
  }

  /** Do something that changes the store, and show what became of the item's place. */
  async #follow(item: QueueItem | null, deed: () => Promise<Judged>): Promise<void> {
    const place = item?.statement.place_id ?? null;
    const on = item?.moves?.on ?? item?.statement.published?.slice(0, 10) ?? null;
    const before = await ask.holds(place, on);
    const judged = await deed();
    forgetReports();
    await this.#show({ judged, before, after: await ask.holds(place, on) }, item);
    // Beside the item, or below it on a narrow page: what was done must be seen, and its way back.
    this.#done.scrollIntoView({ block: "nearest" });
    await this.#fetchRecent();
  }

  async #show(done: Done, item: QueueItem | null): Promise<void> {
    const now = await get<PartyWithRuns[]>("/parties");
    // A party that holds nothing any more keeps the colour that it had.
    const gone = this.#parties.filter(({ id }) => !now.some((party) => party.id === id));
    this.#parties = [...now, ...gone];
    const { verdict } = done.judged;
    fill(
      this.#done,
      doneView(done, paletteOf(this.#parties), () => void this.#undo(verdict, item)),
    );
  }

  async #undo(verdict: Verdict, item: QueueItem | null = null): Promise<void> {
    if (!this.#named()) return;
    await this.#guarded(async () => {
      const about = item ?? (await ask.itemOf(verdict.statement_id).catch(() => null));
      await this.#follow(about, () => ask.undo(this.#session, verdict.id));
      await this.#fetchQueue();
      if (about) await this.#open(about);
    });
  }

  async #next(): Promise<void> {
    const at = this.#items.items.findIndex((each) => each === this.#item);
    const following = this.#items.items[at + 1] ?? null;
    if (following) return this.#open(following);
    await this.#guarded(async () => {
      await this.#fetchQueue();
      await this.#open(this.#items.items[0] ?? null);
    });
  }

  async #add(): Promise<void> {
    const [item, span] = [this.#item, this.#view?.marked() ?? null];
    if (!item || !this.#named()) return;
    if (!span) {
      fill(this.#notice, howToMark());
      return;
    }
    fill(this.#notice);
    const { points } = await reportOf(item.statement.report_id);
    const missed = {
      reportId: item.statement.report_id,
      span,
      text: points.slice(...span).join(""),
    };
    addMissed(missed, this.#parties, (body) =>
      this.#follow(item, () => ask.addClaim(this.#session, body)),
    );
  }

  #named(): boolean {
    if (!this.#may.review) return false;
    if (this.#session.reviewer) return true;
    fill(this.#notice, h("p", { class: "notice" }, "Give your name first."));
    this.#main.querySelector<HTMLInputElement>("#reviewer")?.focus();
    return false;
  }

  /** Run one thing at a time; what fails is told above the item. */
  async #guarded(deed: () => Promise<void>): Promise<void> {
    const outer = !this.#busy;
    this.#busy = true;
    if (outer) fill(this.#notice);
    try {
      await deed();
    } catch (error) {
      fill(this.#notice, problemBox(error));
    } finally {
      if (outer) this.#busy = false;
    }
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape" && isTyping(event.target)) (event.target as HTMLElement).blur();
    if (this.#busy || isTyping(event.target)) return;
    if (pressKey(event, this.#main)) return;
    const go = { m: () => this.#view?.focusComment(), e: () => this.#view?.focusFields() }[event.key];
    if (!go || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    go();
  }
}

/** Return the statement that the address asks for, null where it asks for none. */
function askedFor(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get("statement");
}
