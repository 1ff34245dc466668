/** Addresses of the pages, each with the day that is looked at. */

export interface Moment {
  on?: string | null;
  known?: string | null;
}

/** Return the address of a place's page. */
export function placeLink(id: string, { on, known }: Moment = {}): string {
  return `/place/${encodeURIComponent(id)}${queryOf({ on, known })}`;
}

/** Return the address of a report, opened at one of its statements where one is named. */
export function reportLink(id: string, statementId: string | null = null): string {
  const anchor = statementId ? `#statement=${encodeURIComponent(statementId)}` : "";
  return `/report/${encodeURIComponent(id)}${anchor}`;
}

/** Return the address of the desk, opened at a statement. */
export function deskLink(statementId: string): string {
  return `/desk#statement=${encodeURIComponent(statementId)}`;
}

/** Return the address of the map at a place and a day. */
export function mapLink(place: string | null, { on, known }: Moment = {}): string {
  const asked = queryOf({ place, on, known }).slice(1);
  return asked ? `/#${asked}` : "/";
}

function queryOf(parts: Record<string, string | null | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value) query.set(name, value);
  const text = query.toString();
  return text ? `?${text}` : "";
}
