/** What the desk asks of the server, and what it tells it. */

import { get, post } from "../shared/api.ts";
import { paragraphAt } from "../shared/marks.ts";
import { reportOf } from "../shared/reports.ts";
import type { Answer, ShownStatement, Statement } from "../shared/wire.ts";
import type { Session } from "./session.ts";
import type { Correction, Figures, Judged, Queue, QueueItem, VerdictName, Verdicts } from "./wire.ts";

const AT_ONCE = 12;

export function queueFor({ reviewer, same, order }: Session): Promise<Queue> {
  return get<Queue>("/review/queue", { reviewer, same, order, limit: AT_ONCE });
}

/** Return a statement that was asked for by its id as an item of the desk. */
export async function itemOf(id: string): Promise<QueueItem> {
  const shown = await get<ShownStatement>(`/statements/${encodeURIComponent(id)}`);
  const { points } = await reportOf(shown.report_id);
  const [start, end] = paragraphAt(points, shown.evidence);
  const verdicts = await verdictsOn(id);
  return {
    statement: shown,
    report: { ...shown.report, text: points.slice(start, end).join(""), offset: start },
    highlights: shown.highlights,
    uncertainty: 1 - shown.confidence,
    effect: null,
    score: null,
    moves: null,
    copies: 0,
    state: verdicts.standing?.state ?? "machine",
    judged_by: verdicts.standing?.reviewers.length ?? 0,
  };
}

export function judge(
  session: Session,
  statement: Statement,
  verdict: VerdictName,
  comment: string,
  correction?: Correction,
): Promise<Judged> {
  return post<Judged>("/review/verdicts", {
    reviewer: session.reviewer,
    statement_id: statement.id,
    verdict,
    adjudicator: session.adjudicator,
    ...(comment ? { comment } : {}),
    ...(correction ? { correction } : {}),
  });
}

export function addClaim(session: Session, body: Record<string, unknown>): Promise<Judged> {
  return post<Judged>("/review/claims", { reviewer: session.reviewer, ...body });
}

export function undo(session: Session, verdictId: string): Promise<Judged> {
  return post<Judged>(`/review/verdicts/${encodeURIComponent(verdictId)}/undo`, {
    reviewer: session.reviewer,
  });
}

export function verdictsOn(statementId: string): Promise<Verdicts> {
  return get<Verdicts>("/review/verdicts", { statement_id: statementId });
}

export function verdictsBy(reviewer: string): Promise<Verdicts> {
  return get<Verdicts>("/review/verdicts", { reviewer, limit: 12 });
}

export function figures(): Promise<Figures> {
  return get<Figures>("/review/figures");
}

/** Return who holds a place on a day; null where the place is in no gazetteer. */
export async function holds(place: string | null, on: string | null): Promise<Answer | null> {
  if (!place) return null;
  try {
    return await get<Answer>("/who", { place, on, evidence: 0 });
  } catch {
    return null;
  }
}
