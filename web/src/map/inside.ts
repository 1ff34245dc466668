/** A feed from what is inside the page: no server, so no reports and no other knowledge. */

import type { ClaimPoints, DayMap, Found, FoundPlace, Histogram, Named, RunsMap } from "../shared/wire.ts";
import type { PackedBase } from "./base.ts";
import type { Feed } from "./feed.ts";

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
  const wanted = plain(asked);
  const places: FoundPlace[] = [];
  for (const begins of [true, false]) {
    map.name.forEach((name, n) => {
      if (places.length >= MOST_FOUND || map.area[n]) return;
      const at = plain(name).indexOf(wanted);
      if (begins ? at === 0 : at > 0) places.push(placeAt(map, n));
    });
  }
  const among = (named: Named[]): Named[] =>
    named.filter(({ name }) => plain(name).includes(wanted)).slice(0, MOST_FOUND);
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

/** Return words without accents, case, signs and the Arabic article. */
export function plain(text: string): string {
  const bare = text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  return bare.replace(/^(al|ar|as|at|ad|an|az|ash|ath|adh)[- ]/, "").replace(/[^\p{L}\p{N}]+/gu, "");
}
