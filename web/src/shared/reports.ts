/** Reports, each fetched once, with their texts cut into code points. */

import { get } from "./api.ts";
import { pointsOf, type Points } from "./marks.ts";
import type { ShownReport } from "./wire.ts";

export interface LoadedReport {
  report: ShownReport;
  points: Points;
}

const kept = new Map<string, Promise<LoadedReport>>();
const MOST = 200;

/** Return a report; asked for once, and again only after a failure or `forgetReports`. */
export function reportOf(id: string): Promise<LoadedReport> {
  const known = kept.get(id);
  if (known) return known;
  if (kept.size >= MOST) kept.delete(kept.keys().next().value as string);
  const asked = get<ShownReport>(`/reports/${encodeURIComponent(id)}`).then((report) => ({
    report,
    points: pointsOf(report.text),
  }));
  kept.set(id, asked);
  asked.catch(() => kept.delete(id));
  return asked;
}

/** Drop what is kept: the store has a new version. */
export function forgetReports(): void {
  kept.clear();
}
