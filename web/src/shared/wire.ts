/** The shapes on the wire, as `/api/openapi.json` describes them. */

export type StatusName = "held" | "contested" | "unknown";

/** 0 held, 1 contested, 2 unknown. */
export type StatusCode = 0 | 1 | 2;

/** Characters `[start, end)`; offsets count code points, not UTF-16 units. */
export type Span = [start: number, end: number];

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  fix: string;
  where: string | null;
}

export interface Info {
  store_version: number;
  reports: number;
  statements: number;
  places: number;
  first_day: string | null;
  last_day: string | null;
  reader: string;
  named_versions: string[];
  reviewing: boolean;
  role: "none" | "reader" | "reviewer" | "adjudicator";
  /** The name that the visitor's token is tied to. */
  reviewer: string | null;
  may_review: boolean;
  may_adjudicate: boolean;
}

export interface Party {
  id: string;
  name: string;
  colour: string;
}

export interface PartyWithRuns extends Party {
  runs: number;
}

/** Who holds each place on a day, in columns of one length; `party` is -1 for none. */
export interface DayMap {
  /** Of the store, where a server gives the map. */
  store_version?: number;
  on: string;
  parties: Party[];
  id: string[];
  name: string[];
  lat: (number | null)[];
  lon: (number | null)[];
  population: (number | null)[];
  country: (string | null)[];
  admin1: (string | null)[];
  /** 1 for a province or another area, whose point is only its middle. */
  area: number[];
  status: number[];
  party: number[];
  probability: number[];
  besieged: number[];
}

/** The runs of all places that have any; `end` is exclusive, -1 while it lasts. */
export interface RunsMap {
  epoch: string;
  id: string[];
  first: number[];
  start: number[];
  end: number[];
  status: number[];
  party: number[];
  probability: number[];
  besieged: number[];
  statements: number[];
}

export interface Named {
  id: string;
  name: string;
}

/** Claims to be drawn: `kind`, `party` and `speaker` are places in their lists, -1 for none. */
export interface ClaimPoints {
  total: number;
  kinds: string[];
  parties: Named[];
  speakers: Named[];
  id: string[];
  place: number[];
  day: number[];
  /** The last day of the claim's time. */
  last: number[];
  kind: number[];
  party: number[];
  speaker: number[];
}

export interface Histogram {
  first_day: string | null;
  counts: number[];
  /** Those of them that were published by the day asked about. */
  known: number[] | null;
}

export interface Source {
  text: string;
  name: string;
  speaker_id: string | null;
  via: string | null;
}

export interface Statement {
  id: string;
  report_id: string;
  outlet: string | null;
  published: string | null;
  recorded: string | null;
  text: string;
  kind: string;
  actor: string | null;
  actor_id: string | null;
  actor_name: string | null;
  counter_actor: string | null;
  counter_actor_id: string | null;
  supporters: string[];
  place: string | null;
  place_id: string | null;
  place_name: string | null;
  place_relation: string | null;
  place_count: number | null;
  start_date: string | null;
  end_date: string | null;
  date_granularity: string | null;
  modality: string;
  status_after: string;
  sources: Source[];
  trigger: Span;
  evidence: Span;
  confidence: number;
}

export interface Share {
  actor_id: string;
  name: string;
  probability: number;
  n_speakers: number;
  statements: string[];
}

/** A place over a stretch of days; `end` is exclusive, null while it lasts. */
export interface Holding {
  place_id: string;
  place_name: string;
  country: string | null;
  admin1: string | null;
  lat: number | null;
  lon: number | null;
  start: string | null;
  end: string | null;
  holder_id: string | null;
  holder_name: string | null;
  probability: number;
  status: StatusName;
  n_statements: number;
  n_speakers: number;
  since: string | null;
  since_by: string | null;
  since_granularity: string | null;
  why: string | null;
  told: string | null;
  before: { actor_id: string; name: string; until: string } | null;
  besieged: boolean;
  contested: number;
  unknown: number;
  shares: Share[];
  absent: Share[];
  statements: string[];
}

export interface Answer extends Holding {
  on: string;
  sentence: string;
  reason: string | null;
  evidence: Statement[];
  n_evidence: number;
  against: Statement[];
  n_against: number;
  others: string[];
}

export interface Term {
  nats: number;
  nats_when_told: number | null;
  kind: "prior" | "statement" | "carried" | "neighbours";
  because: string;
  later: boolean;
  statement: Statement | null;
  copies: string[];
}

export interface Explanation extends Holding {
  summary: string;
  actor_id: string | null;
  actor_name: string | null;
  actor_probability: number | null;
  log_odds: number;
  terms: Term[];
}

/** The probability on each of the days that a party holds the place. */
export interface Band {
  actor_id: string;
  name: string;
  probability: number[];
}

/** What is believed of a place on some days since 1970-01-01; each day's add up to 1. */
export interface Bands {
  days: number[];
  parties: Band[];
  contested: number[];
  unknown: number[];
}

export interface Claims {
  total: number;
  items: Statement[];
}

export interface Dispute {
  statement_id: string;
  kind: "denial" | "date" | "taker";
  says: string;
}

interface HappeningBase {
  id: string;
  kind: string;
  place_id: string | null;
  place_name: string | null;
  actor_id: string | null;
  actor_name: string | null;
  counter_actor_id: string | null;
  counter_actor_name: string | null;
  start_date: string | null;
  end_date: string | null;
  date_granularity: string | null;
  open: boolean;
  n_statements: number;
  n_speakers: number;
  first: string | null;
  last: string | null;
  disputes: Dispute[];
}

export interface Happening extends HappeningBase {
  statements: string[];
}

export interface Happenings {
  total: number;
  items: Happening[];
}

export interface SpeakerRecord {
  speaker: string;
  name: string;
  kind: string;
  side: string | null;
  bias: "for" | "against" | "neither";
  claims: number;
  confirmed: number;
  later: number;
  contradicted: number;
}

export interface Highlight {
  start: number;
  end: number;
  role: string;
}

export interface Mark extends Highlight {
  statement_id: string;
  kind: string;
}

export interface Withdrawal {
  statement_id: string;
  report_id: string;
  by_report_id: string;
  withdrawn: string | null;
  recorded: string;
}

export interface StatementInFull extends Statement {
  reader: string;
  gazetteer: string;
  highlights: Highlight[];
  superseded: boolean;
  withdrawn: Withdrawal | null;
}

/** `url` is null unless it is a link to the web. */
export interface Report {
  id: string;
  text: string;
  sha256: string;
  title: string | null;
  url: string | null;
  url_as_told: string | null;
  outlet: string | null;
  published: string | null;
  updated: string | null;
  language: string | null;
  source: string | null;
}

export interface ShownStatement extends StatementInFull {
  subject: "statement";
  report: Report;
}

export interface ShownHappening extends HappeningBase {
  subject: "happening";
  statements: StatementInFull[];
}

export interface ShownReport extends Report {
  subject: "report";
  versions: string[];
  statements: StatementInFull[];
  marks: Mark[];
}

export interface FoundPlace {
  id: string;
  name: string;
  country: string | null;
  admin1: string | null;
  lat: number | null;
  lon: number | null;
  population: number | null;
  feature: string;
  in_store: boolean;
}

export interface Found {
  places: FoundPlace[];
  parties: Named[];
  speakers: Named[];
  statements: Statement[];
}

/** What `/api/events` sends when the store has changed. */
export interface VersionEvent {
  store_version: number;
  places: string[];
  /** Whether it touches more places than it names. */
  more?: boolean;
}
