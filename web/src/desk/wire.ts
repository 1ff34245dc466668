/** The shapes of `/api/review`. */

import type { Highlight, Statement } from "../shared/wire.ts";

export type VerdictName = "accept" | "reject" | "correct" | "unclear" | "comment" | "added";
export type State = "machine" | "reviewed" | "adjudicated";

/** One side of a change; `actor_id` is null where nobody holds the place. */
export interface Outcome {
  actor_id: string | null;
  name: string;
  probability: number;
}

export interface Moves {
  on: string;
  before: Outcome;
  after: Outcome;
}

export interface QueueItem {
  statement: Statement;
  report: {
    id: string;
    title: string | null;
    outlet: string | null;
    published: string | null;
    url: string | null;
    text: string;
    offset: number;
  };
  highlights: Highlight[];
  uncertainty: number;
  effect: number | null;
  score: number | null;
  moves: Moves | null;
  copies: number;
  state: State;
  judged_by: number;
}

export interface Queue {
  total: number;
  store_version: number;
  items: QueueItem[];
}

/** A field left out stays as read; null clears it. */
export type Correction = Record<string, string | null>;

export interface Verdict {
  id: string;
  statement_id: string;
  reviewer: string;
  verdict: VerdictName;
  adjudicator: boolean;
  comment: string | null;
  corrected_id: string | null;
  undoes: string | null;
  undone: boolean;
  recorded: string;
  /** Of the claim that it is on, in a list of verdicts. */
  kind?: string | null;
  place_name?: string | null;
}

export interface Standing {
  statement_id: string;
  state: State;
  verdict: VerdictName | null;
  corrected_id: string | null;
  disputed: boolean;
  reviewers: string[];
}

/** `statement`: the one that counts now, null where it was rejected. */
export interface Judged {
  verdict: Verdict;
  standing: Standing;
  statement: Statement | null;
  store_version: number;
  places: string[];
}

export interface Verdicts {
  total: number;
  items: Verdict[];
  standing: Standing | null;
}

interface Share {
  accepted: number;
  judged: number;
  share: number | null;
  low: number | null;
  high: number | null;
}

export interface Figures {
  states: Record<State, number>;
  verdicts: Record<string, number>;
  reviewers: { name: string; verdicts: number }[];
  agreement: {
    alpha: number | null;
    reason: string | null;
    units: number;
    judgements: number;
    reviewers: number;
  };
  precision: Share;
  precision_by_kind: (Share & { kind: string })[];
  note: string | null;
}
