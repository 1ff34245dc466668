/** What the place page looks at: the place, the day, what was known by then, and for whom. */

export interface View {
  place: string;
  on: string | null;
  known: string | null;
  actor: string | null;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Read the view from an address; days that are none are left out. */
export function viewOf(address: Location | URL): View {
  const query = new URLSearchParams(address.search);
  const path = address.pathname.replace(/^\/place\/?/, "");
  return {
    place: decoded(path),
    on: day(query.get("on")),
    known: day(query.get("known")),
    actor: query.get("actor"),
  };
}

/** Return the address of a view. */
export function addressOf(view: View): string {
  const query = new URLSearchParams();
  for (const name of ["on", "known", "actor"] as const) {
    const value = view[name];
    if (value) query.set(name, value);
  }
  const asked = query.toString();
  return `/place/${encodeURIComponent(view.place)}${asked ? `?${asked}` : ""}`;
}

function day(text: string | null): string | null {
  return text && DAY.test(text) ? text : null;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
