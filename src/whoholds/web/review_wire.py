"""The shapes of review on the wire: what is sent in, and what the description tells of replies."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from whoholds.model import ClaimKind, Modality, PlaceRelation, StatusAfter
from whoholds.service.review.change import Change
from whoholds.service.review.verdicts import LONGEST_COMMENT, LONGEST_NAME
from whoholds.web import wire

Word = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Day = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", examples=["2017-06-30"])]
Person = Annotated[
    str, Field(min_length=1, max_length=LONGEST_NAME, pattern=r"^[^\x00]*$", examples=["Anna"])
]
Remark = Annotated[str, Field(max_length=LONGEST_COMMENT, pattern=r"^[^\x00]*$")]


class Parts(BaseModel):
    """Parts of a claim; what is left out stays as it was read, null clears it."""

    model_config = ConfigDict(extra="forbid")

    kind: ClaimKind = ClaimKind.SEIZE
    actor_id: Word | None = None
    counter_actor_id: Word | None = None
    place_id: Word | None = None
    place_relation: PlaceRelation = PlaceRelation.IN
    start: Day | None = None
    end: Day | None = None
    modality: Modality = Modality.ASSERTED
    status_after: StatusAfter = StatusAfter.NONE
    speaker: Word | None = None

    @property
    def change(self) -> Change:
        """The parts that were sent."""
        names = set(Parts.model_fields)
        sent = self.model_dump(mode="json", exclude_unset=True, include=names)
        return msgspec.convert(sent, Change)


class NewVerdict(BaseModel):
    """A verdict on a statement; `correction` with the verdict `correct` alone."""

    model_config = ConfigDict(extra="forbid")

    reviewer: Person
    statement_id: Annotated[str, Field(min_length=4, max_length=64, pattern=r"^[0-9a-f]+$")]
    verdict: Literal["accept", "reject", "correct", "unclear", "comment"]
    correction: Parts | None = None
    comment: Remark | None = None
    adjudicator: bool = False


class NewClaim(Parts):
    """A claim that the reader missed: characters `[start_char, end_char)` of a report's text."""

    reviewer: Person
    report_id: Annotated[str, Field(min_length=4, max_length=64, pattern=r"^[0-9a-f]+$")]
    start_char: Annotated[int, Field(ge=0, le=100_000_000)]
    end_char: Annotated[int, Field(ge=1, le=100_000_000)]
    kind: ClaimKind
    comment: Remark | None = None


class Undoing(BaseModel):
    """Who takes a record back, and why."""

    model_config = ConfigDict(extra="forbid")

    reviewer: Person
    comment: Remark | None = None


class Record(TypedDict):
    """A person's record; `undone` where a later one took it back."""

    id: str
    statement_id: str
    reviewer: str
    verdict: str
    recorded: str | None
    correction: dict[str, Any] | None
    corrected_id: str | None
    comment: str | None
    adjudicator: bool
    undoes: str | None
    undone: bool


class ListedRecord(Record):
    """A record with the kind and the place of the claim that it is on."""

    kind: str | None
    place_name: str | None


class Standing(TypedDict):
    """What all verdicts in force come to for a statement."""

    statement_id: str
    state: Literal["machine", "reviewed", "adjudicated"]
    verdict: str | None
    corrected_id: str | None
    disputed: bool
    reviewers: list[str]


class Judged(TypedDict):
    """What a record did; statement: what counts in its place now, null where nothing does."""

    verdict: Record
    standing: Standing
    statement: wire.Statement | None
    store_version: int
    places: list[str]


class Records(TypedDict):
    """Records, the latest first; standing: of the statement asked about."""

    total: int
    items: list[ListedRecord]
    standing: Standing | None


class Leaning(TypedDict):
    """What is likeliest at a place; actor_id is null for contested and unknown."""

    actor_id: str | None
    name: str
    probability: float


class Moves(TypedDict):
    """The day on which the answer moves most without the statement, with it and without."""

    on: str
    before: Leaning
    after: Leaning


class Around(TypedDict):
    """A report with the paragraph around a claim; offset: of its first character."""

    id: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    text: str
    offset: int


class Item(TypedDict):
    """A statement to be checked; score is uncertainty times effect."""

    statement: wire.Statement
    report: Around
    highlights: list[wire.Highlight]
    uncertainty: float
    effect: float | None
    score: float | None
    moves: Moves | None
    copies: int
    state: Literal["machine", "reviewed", "adjudicated"]
    judged_by: int


class Queue(TypedDict):
    """The next items; total: statements on control that nobody has judged."""

    total: int
    store_version: int
    items: list[Item]


class Agreement(TypedDict):
    """Krippendorff's alpha, null with a reason where it cannot be told."""

    alpha: float | None
    reason: str | None
    units: int
    judgements: int
    reviewers: int


class Precision(TypedDict):
    """The share of judged claims that were read rightly, with an interval of 95%."""

    accepted: int
    judged: int
    share: float | None
    low: float | None
    high: float | None


class KindPrecision(Precision):
    """The precision of one kind of claim."""

    kind: str


class Reviewer(TypedDict):
    """A reviewer with the number of statements judged."""

    name: str
    verdicts: int


class Figures(TypedDict):
    """What the verdicts tell of the reader and the reviewers."""

    states: dict[str, int]
    verdicts: dict[str, int]
    reviewers: list[Reviewer]
    agreement: Agreement
    precision: Precision
    precision_by_kind: list[KindPrecision]
    note: str
