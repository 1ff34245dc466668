/** Where a map's data comes from: a server that is asked, or what is inside the page. */

import { ApiError, get, onVersion } from "../shared/api.ts";
import { isoOf } from "../shared/dates.ts";
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

export interface Feed {
  /** Whether there is a server: with pages of places and reports, "as known on", new versions. */
  readonly live: boolean;
  base(): Promise<PackedBase>;
  snapshot(when: When): Promise<DayMap>;
  runs(known: number | null): Promise<RunsMap>;
  claims(known: number | null): Promise<ClaimPoints>;
  histogram(): Promise<Histogram>;
  happenings(since: number, until: number): Promise<Happening[]>;
  answer(place: string, when: When, signal: AbortSignal): Promise<Answer | null>;
  search(words: string, signal: AbortSignal): Promise<Found>;
  /** Call back at each new version of the store. */
  follow(callback: (event: VersionEvent) => void): void;
}

const MOST_HAPPENINGS = 500;
const WAIT_MS = 2000;
const MOST_TRIES = 90;

/** A feed from the server that served the page. */
export function serverFeed(baseAddress: string): Feed {
  return {
    live: true,
    base: async () => (await (await fetch(baseAddress)).json()) as PackedBase,
    snapshot: (when) => patiently(() => get("/map", daysOf(when))),
    runs: (known) => patiently(() => get("/map/runs", daysOf({ on: null, known }))),
    claims: (known) => get("/map/claims", daysOf({ on: null, known })),
    histogram: () => get("/histogram"),
    happenings: async (since, until) => {
      const range = { since: isoOf(since), until: isoOf(until), limit: MOST_HAPPENINGS };
      return (await get<Happenings>("/happenings", range)).items;
    },
    answer: (place, when, signal) => get("/who", { place, ...daysOf(when), evidence: 4 }, signal),
    search: (words, signal) => get("/search", { q: words, limit: 6 }, signal),
    follow: (callback) => void onVersion(callback),
  };
}

/** Ask again while the server still works out the map of a large store. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 503) || tries >= MOST_TRIES) throw error;
      await new Promise((done) => setTimeout(done, WAIT_MS));
    }
  }
}

function daysOf({ on, known }: When): { on: string | null; known: string | null } {
  return { on: on === null ? null : isoOf(on), known: known === null ? null : isoOf(known) };
}
