"""The shapes on the wire, as the description of the API tells them.

The rows themselves are made by `publish.wire` and `service.rows`; the tests hold them against
these shapes, so that the description cannot say what the server does not send.
"""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

Span = tuple[int, int]
Status = Literal["held", "contested", "unknown"]


class Problem(TypedDict):
    """What is wrong (RFC 9457), where, and what to do."""

    type: str
    title: str
    status: int
    detail: str
    fix: str
    where: str | None


class Source(TypedDict):
    """Who says so: the report's words, the name, the registry's id, through whom."""

    text: str
    name: str
    speaker_id: str | None
    via: str | None


class Statement(TypedDict):
    """A claim with its report and its times; offsets count code points of the report's text."""

    id: str
    report_id: str
    outlet: str | None
    published: str | None
    recorded: str | None
    text: str
    kind: str
    actor: str | None
    actor_id: str | None
    actor_name: str | None
    counter_actor: str | None
    counter_actor_id: str | None
    supporters: list[str]
    place: str | None
    place_id: str | None
    place_name: str | None
    place_relation: str | None
    place_count: int | None
    start_date: str | None
    end_date: str | None
    date_granularity: str | None
    modality: str
    status_after: str
    sources: list[Source]
    trigger: Span
    evidence: Span
    confidence: float


class Share(TypedDict):
    """The probability (0..1) that a party holds the place, and what speaks for it."""

    actor_id: str
    name: str
    probability: float
    n_speakers: int
    statements: list[str]


class LastHolder(TypedDict):
    """Who was known to hold a place before it became unknown; until: the last day of that."""

    actor_id: str
    name: str
    until: str


class Holding(TypedDict):
    """A place over a stretch of days; `end` is exclusive, and null while it lasts.

    probability: of the holder where one holds the place, else of the status. why: what brought the
    answer about. told: the last day that any evidence tells of. before: who was known to hold it
    last, where it is unknown now.
    """

    place_id: str
    place_name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    start: str | None
    end: str | None
    holder_id: str | None
    holder_name: str | None
    probability: float
    status: Status
    n_statements: int
    n_speakers: int
    since: str | None
    since_by: str | None
    since_granularity: str | None
    why: str | None
    told: str | None
    before: LastHolder | None
    besieged: bool
    contested: float
    unknown: float
    shares: list[Share]
    absent: list[Share]
    statements: list[str]


class Answer(Holding):
    """Who holds a place at the end of a day.

    reason: why there is no answer, null where there is one. evidence, against: the statements
    that speak for it and for another, the strongest first, at most `evidence` of the question;
    n_evidence, n_against: how many there are. others: places that the words may also mean.
    """

    on: str
    sentence: str
    reason: str | None
    evidence: list[Statement]
    n_evidence: int
    against: list[Statement]
    n_against: int
    others: list[str]


class Term(TypedDict):
    """One addend of an explanation, in nats of log-odds for the party."""

    nats: float
    nats_when_told: float | None
    kind: Literal["prior", "statement", "carried", "neighbours"]
    because: str
    later: bool
    statement: Statement | None
    copies: list[str]


class Explanation(Holding):
    """The terms that add up to the answer; `log_odds` is their sum."""

    summary: str
    actor_id: str | None
    actor_name: str | None
    actor_probability: float | None
    log_odds: float
    terms: list[Term]


class Band(TypedDict):
    """The probability (0..1) on each of the days that a party holds the place."""

    actor_id: str
    name: str
    probability: list[float]


class Bands(TypedDict):
    """What is believed of a place on some days since 1970-01-01; each day's add up to 1."""

    days: list[int]
    parties: list[Band]
    contested: list[float]
    unknown: list[float]


class Claims(TypedDict):
    """A page of statements, and how many fit in all."""

    total: int
    items: list[Statement]


class Dispute(TypedDict):
    """A statement that departs from what most say of a happening."""

    statement_id: str
    kind: Literal["denial", "date", "taker"]
    says: str


class Happening(TypedDict):
    """The statements about one event, and what they agree on."""

    id: str
    kind: str
    place_id: str | None
    place_name: str | None
    actor_id: str | None
    actor_name: str | None
    counter_actor_id: str | None
    counter_actor_name: str | None
    start_date: str | None
    end_date: str | None
    date_granularity: str | None
    open: bool
    n_statements: int
    n_speakers: int
    first: str | None
    last: str | None
    disputes: list[Dispute]
    statements: list[str]


class Happenings(TypedDict):
    """A page of happenings, and how many fit in all."""

    total: int
    items: list[Happening]


class Record(TypedDict):
    """What became of a speaker's claims of one bias."""

    speaker: str
    name: str
    kind: str
    side: str | None
    bias: Literal["for", "against", "neither"]
    claims: int
    confirmed: int
    later: int
    contradicted: int
    believed: float | None
    believed_error: float | None
    believed_claims: int | None
    believed_at_first: float | None


class Highlight(TypedDict):
    """Characters `[start, end)` of the text, and the part that they play in the claim."""

    start: int
    end: int
    role: str


class Mark(Highlight):
    """A highlight of one of a report's statements."""

    statement_id: str
    kind: str


class Withdrawal(TypedDict):
    """A later version of the page is silent on the claim."""

    statement_id: str
    report_id: str
    by_report_id: str
    withdrawn: str | None
    recorded: str


class StatementInFull(Statement):
    """A statement with what read it, and the characters of each of its parts."""

    reader: str
    gazetteer: str
    highlights: list[Highlight]
    superseded: bool
    withdrawn: Withdrawal | None


class Report(TypedDict):
    """One version of one published text.

    url: null unless it is a link to the web; url_as_told: what the report came with.
    """

    id: str
    text: str
    sha256: str
    title: str | None
    url: str | None
    url_as_told: str | None
    outlet: str | None
    published: str | None
    updated: str | None
    language: str | None
    source: str | None


class ShownStatement(StatementInFull):
    """A statement with its report."""

    subject: Literal["statement"]
    report: Report


class ShownHappening(TypedDict):
    """A happening with its statements in full."""

    subject: Literal["happening"]
    id: str
    kind: str
    place_id: str | None
    place_name: str | None
    actor_id: str | None
    actor_name: str | None
    counter_actor_id: str | None
    counter_actor_name: str | None
    start_date: str | None
    end_date: str | None
    date_granularity: str | None
    open: bool
    n_statements: int
    n_speakers: int
    first: str | None
    last: str | None
    disputes: list[Dispute]
    statements: list[StatementInFull]


class ShownReport(Report):
    """A report with its statements and the marks that they leave on its text.

    versions: ids of all versions of its page, the oldest first.
    """

    subject: Literal["report"]
    versions: list[str]
    statements: list[StatementInFull]
    marks: list[Mark]


class FoundPlace(TypedDict):
    """A place that a search found; in_store: a statement of the store is about it."""

    id: str
    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    population: int | None
    feature: str
    in_store: bool


class Named(TypedDict):
    """A party or a speaker by its id and name."""

    id: str
    name: str


class Found(TypedDict):
    """What a search found."""

    places: list[FoundPlace]
    parties: list[Named]
    speakers: list[Named]
    statements: list[Statement]


class Info(TypedDict):
    """What the store holds, and what the asker may do."""

    store_version: int
    reports: int
    statements: int
    places: int
    first_day: str | None
    last_day: str | None
    reader: str
    named_versions: list[str]
    reviewing: bool
    role: Literal["none", "reader", "reviewer", "adjudicator"]
    reviewer: str | None
    may_review: bool
    may_adjudicate: bool


class Party(TypedDict):
    """A party with its colour, the same on every map of one version of the store."""

    id: str
    name: str
    colour: str


class PartyWithRuns(Party):
    """A party with the number of runs of days in which it holds a place."""

    runs: int


class DayMap(TypedDict):
    """Who holds each place on a day, in columns of one length.

    status: 0 held, 1 contested, 2 unknown. party: place in `parties`, -1 for none. probability:
    0..100 of the answer. besieged: 0 or 1. area: 1 for a province or another area, whose point
    is only its middle.
    """

    store_version: int
    on: str
    parties: list[Party]
    id: list[str]
    name: list[str]
    lat: list[float | None]
    lon: list[float | None]
    population: list[int | None]
    country: list[str | None]
    admin1: list[str | None]
    area: list[int]
    status: list[int]
    party: list[int]
    probability: list[int]
    besieged: list[int]


class RunsMap(TypedDict):
    """The runs of all places that have any, those of one place together.

    id: the places. first: number of each place's first run, and the number of runs. start: days
    since `epoch`. end: exclusive, -1 while it lasts. statements: how many are behind it.
    """

    epoch: str
    id: list[str]
    first: list[int]
    start: list[int]
    end: list[int]
    status: list[int]
    party: list[int]
    probability: list[int]
    besieged: list[int]
    statements: list[int]


class Points(TypedDict):
    """Claims to be drawn on the map, by day, in columns; the last of them where they are many.

    place: place in the order of `/api/map`. day, last: of its time, days since 1970-01-01. kinds,
    parties, speakers: what the numbers of `kind`, `party` and `speaker` mean; -1 for none. total:
    how many fit.
    """

    total: int
    kinds: list[str]
    parties: list[Named]
    speakers: list[Named]
    id: list[str]
    place: list[int]
    day: list[int]
    last: list[int]
    kind: list[int]
    party: list[int]
    speaker: list[int]


class Histogram(TypedDict):
    """How many claims lie on each day from the first on: of the event, else of publication.

    A claim on several days counts for a share on each. known: those published by the day asked
    about, null where none was.
    """

    first_day: str | None
    counts: list[float]
    known: list[float] | None
