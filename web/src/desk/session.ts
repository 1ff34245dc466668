/** Who reviews, and how: kept in the browser between visits. */

export interface Session {
  reviewer: string;
  same: boolean;
  order: "effect" | "random";
  adjudicator: boolean;
}

/** What a visitor may do; name: that of the visitor's token, null where any may be given. */
export interface Rights {
  review: boolean;
  adjudicate: boolean;
  name: string | null;
}

const KEY = "whoholds-desk";
const FRESH: Session = { reviewer: "", same: false, order: "effect", adjudicator: false };

/** Return what was kept, else an unnamed reviewer's session. */
export function keptSession(): Session {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Session>;
    return {
      reviewer: typeof kept.reviewer === "string" ? kept.reviewer.slice(0, 80) : "",
      same: kept.same === true,
      order: kept.order === "random" ? "random" : "effect",
      adjudicator: kept.adjudicator === true,
    };
  } catch {
    return { ...FRESH };
  }
}

/** Keep a session. */
export function keepSession(session: Session): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(session));
  } catch {
    // The session then lasts as long as the page.
  }
}
