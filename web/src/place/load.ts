/** Everything that the place page asks the server for. */

import { get } from "../shared/api.ts";
import { stretchOf } from "../shared/claims.ts";
import { dayOf, isoOf } from "../shared/dates.ts";
import type {
  Answer,
  Bands,
  Claims,
  Explanation,
  Happenings,
  Holding,
  Info,
  PartyWithRuns,
  Statement,
} from "../shared/wire.ts";
import { paletteOf, type Palette } from "./palette.ts";
import type { View } from "./state.ts";

const EVIDENCE = 40;
const PAGE = 1000;
const MARGIN = 45; // days left free around the claims

export interface Loaded {
  answer: Answer;
  why: Explanation;
  bands: Bands;
  runs: Holding[];
  claims: Statement[];
  palette: Palette;
  info: Info;
  first: number;
  last: number;
}

/** Ask for all that is shown; raises ApiError. */
export async function load(view: View): Promise<Loaded> {
  const { place, on, known } = view;
  const asked = { place, known };
  const [info, parties, answer, runs, claims] = await Promise.all([
    get<Info>("/info"),
    get<PartyWithRuns[]>("/parties"),
    get<Answer>("/who", { ...asked, on, evidence: EVIDENCE }),
    get<Holding[]>("/timeline", asked),
    get<Claims>("/claims", { place, limit: PAGE }),
  ]);
  const told = claims.items.filter((claim) => isKnown(claim, known));
  const [first, last] = spanOf(told, runs, dayOf(answer.on) ?? 0);
  const [why, bands] = await Promise.all([
    get<Explanation>("/explain", { ...asked, on, actor: view.actor ?? likeliest(answer) }),
    get<Bands>("/bands", { ...asked, since: isoOf(first), until: isoOf(last) }),
  ]);
  return { info, palette: paletteOf(parties), answer, why, runs, claims: told, bands, first, last };
}

/** Return the party to explain: the holder, else the one that comes nearest to it. */
function likeliest(answer: Answer): string | null {
  return answer.holder_id ?? answer.shares[0]?.actor_id ?? null;
}

/** Ask for the events at a place. */
export function happeningsOf(place: string): Promise<Happenings> {
  return get<Happenings>("/happenings", { place, limit: 200 });
}

/** Return the days that the picture spans: all claims and changes, and the day that is looked at. */
function spanOf(claims: Statement[], runs: Holding[], day: number): [number, number] {
  const days = [day];
  for (const claim of claims) {
    const stretch = stretchOf(claim);
    if (stretch) days.push(stretch.first, stretch.last);
  }
  for (const run of runs) {
    const start = dayOf(run.start);
    if (start !== null) days.push(start);
  }
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const margin = Math.max(MARGIN, Math.round((last - first) * 0.03));
  return [first - margin, last + margin];
}

function isKnown(claim: Statement, known: string | null): boolean {
  if (!known) return true;
  return (claim.published ?? claim.recorded ?? "").slice(0, 10) <= known;
}
