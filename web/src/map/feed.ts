/** Where a map's data comes from: a server that is asked, or what is inside the page. */

import { ApiError, get } from "../shared/api.ts";
import { isoOf } from "../shared/dates.ts";
import { onVersion } from "../shared/live.ts";
import type {
  Answer,
  ClaimPoints,
  DayMap,
  Found,
  Happening,
  Happenings,
  Histogram,
  RunsMap,
  VersionEvent,
} from "../shared/wire.ts";
import type { PackedBase } from "./base.ts";

/** Days; `on` null: the last day; `known` null: all that is known. */
export interface When {
  on: number | null;
  known: number | null;
}

/** Called with words on what is waited for, and with null when it has come. */
export type Waiting = (words: string | null) => void;

export interface Feed {
  /** Whether there is a server: with pages of places and reports, "as known on", new versions. */
  readonly live: boolean;
  base(): Promise<PackedBase>;
  /** `waiting` gets words while a large store's map is still being worked out. */
  snapshot(when: When, waiting: Waiting): Promise<DayMap>;
  runs(known: number | null, waiting: Waiting): Promise<RunsMap>;
  claims(known: number | null): Promise<ClaimPoints>;
  histogram(known: number | null): Promise<Histogram>;
  happenings(since: number, until: number, known: number | null): Promise<Happening[]>;
  answer(place: string, when: When, signal: AbortSignal): Promise<Answer | null>;
  search(words: string, signal: AbortSignal): Promise<Found>;
  /** Call back at each version of the store that is not the one shown. */
  follow(callback: (event: VersionEvent) => void, shown: number | null): void;
}

const A_PAGE = 1000;
const MOST_HAPPENINGS = 10_000;
const WAIT_MS = 2000;
const MOST_TRIES = 90;

/** A feed from the server that served the page. */
export function serverFeed(baseAddress: string): Feed {
  return {
    live: true,
    base: async () => (await (await fetch(baseAddress)).json()) as PackedBase,
    snapshot: (when, waiting) => patiently(() => get("/map", daysOf(when)), waiting),
    runs: (known, waiting) => patiently(() => get("/map/runs", daysOf({ on: null, known })), waiting),
    claims: (known) => get("/map/claims", daysOf({ on: null, known })),
    histogram: (known) => get("/histogram", daysOf({ on: null, known })),
    happenings: async (since, until, known) => {
      const range = { since: isoOf(since), until: isoOf(until), ...daysOf({ on: null, known }) };
      const found: Happening[] = [];
      for (let total = 1; found.length < Math.min(total, MOST_HAPPENINGS); ) {
        const page = { ...range, limit: A_PAGE, offset: found.length };
        const { items, total: all } = await get<Happenings>("/happenings", page);
        if (!items.length) break;
        found.push(...items);
        total = all;
      }
      return found;
    },
    answer: (place, when, signal) => get("/who", { place, ...daysOf(when), evidence: 4 }, signal),
    search: (words, signal) => get("/search", { q: words, limit: 6 }, signal),
    follow: (callback, shown) => void onVersion(callback, shown),
  };
}

/** Ask again while the server still works out the map of a large store. */
async function patiently<T>(ask: () => Promise<T>, waiting: Waiting): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      const found = await ask();
      if (tries > 1) waiting(null);
      return found;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 503) || tries >= MOST_TRIES) throw error;
      waiting(error.message);
      await new Promise((done) => setTimeout(done, WAIT_MS));
    }
  }
}

function daysOf({ on, known }: When): { on: string | null; known: string | null } {
  return { on: on === null ? null : isoOf(on), known: known === null ? null : isoOf(known) };
}
