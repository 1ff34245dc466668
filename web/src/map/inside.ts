/** A feed from what is inside the page: no server, so no reports and no other knowledge. */

import type { ClaimPoints, DayMap, Found, FoundPlace, Histogram, Named, RunsMap } from "../shared/wire.ts";
import type { PackedBase } from "./base.ts";
import type { Feed } from "./feed.ts";
import { plain, rankOf } from "./spelling.ts";

/** What `whoholds map` puts into a page. */
export interface Payload {
  map: DayMap;
  runs: RunsMap;
  claims: ClaimPoints;
  histogram: Histogram;
  base: PackedBase;
}

const MOST_FOUND = 8;

/** Return the JSON that an element holds, gzipped and in base64. */
export async function insideOf(id: string): Promise<Payload> {
  const text = document.getElementById(id)?.textContent ?? "";
  const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return (await new Response(plain).json()) as Payload;
}

/** A feed of a payload. */
export function insideFeed(payload: Payload): Feed {
  return {
    live: false,
    base: () => Promise.resolve(payload.base),
    snapshot: () => Promise.resolve(payload.map),
    runs: () => Promise.resolve(payload.runs),
    claims: () => Promise.resolve(payload.claims),
    histogram: () => Promise.resolve(payload.histogram),
    happenings: () => Promise.resolve([]),
    answer: () => Promise.resolve(null),
    search: (asked) => Promise.resolve(search(payload, asked)),
    follow: () => {},
  };
}

function search({ map, claims }: Payload, asked: string): Found {
  const ranked: [rank: number, place: number][] = [];
  map.name.forEach((name, n) => {
    const rank = map.area[n] ? null : rankOf(name, asked);
    if (rank !== null) ranked.push([rank, n]);
  });
  const people = (n: number): number => map.population[n] ?? 0;
  ranked.sort(([a, n], [b, m]) => a - b || people(m) - people(n));
  const places = ranked.slice(0, MOST_FOUND).map(([, n]) => placeAt(map, n));
  const among = (named: Named[]): Named[] =>
    named.filter(({ name }) => plain(name).includes(plain(asked))).slice(0, MOST_FOUND);
  return { places, parties: among(map.parties), speakers: among(claims.speakers), statements: [] };
}

function placeAt(map: DayMap, n: number): FoundPlace {
  return {
    id: map.id[n] ?? "",
    name: map.name[n] ?? "",
    country: map.country[n] ?? null,
    admin1: map.admin1[n] ?? null,
    lat: map.lat[n] ?? null,
    lon: map.lon[n] ?? null,
    population: map.population[n] ?? null,
    feature: "",
    in_store: true,
  };
}
