"""The parameters that routes share, with their words, limits and examples."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Query
from pydantic import AfterValidator, BeforeValidator

from whoholds.log import Moment
from whoholds.service.lens import Lens, Level
from whoholds.service.moments import moment_of

LONGEST_NAME = 200
FIRST_YEAR, LAST_YEAR = 1800, 2200


def _day(text: object) -> object:
    """Take ISO days alone: pydantic would read "0" as 1970."""
    if isinstance(text, str):
        return date.fromisoformat(text) if len(text) == 10 else text + " "
    return text


def _near(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"a day from {FIRST_YEAR} to {LAST_YEAR} is needed")
    return day


def _words(text: str) -> str:
    if "\x00" in text:
        raise ValueError("a name has no null characters")
    return text


Day = Annotated[date, BeforeValidator(_day), AfterValidator(_near)]
Words = Annotated[str, AfterValidator(_words)]

PlaceParam = Annotated[
    Words,
    Query(
        description='A name, a name with its kind ("Aleppo province"), or an id.',
        min_length=1,
        max_length=LONGEST_NAME,
        examples=["Manbij", "geonames:167357"],
    ),
]
PlaceFilter = Annotated[
    Words | None,
    Query(
        description="About this place: a name, a name with its kind, or an id.",
        max_length=LONGEST_NAME,
        examples=["Manbij"],
    ),
]
OffsetParam = Annotated[int, Query(ge=0, le=100_000_000, description="How many to pass over.")]
LimitParam = Annotated[int, Query(ge=1, le=1000, description="At most so many.")]
OnParam = Annotated[
    Day | None,
    Query(
        description="The UTC day whose end is asked about; that of the last report where left out.",
        examples=["2017-06-30"],
    ),
]
KnownParam = Annotated[
    Day | None,
    Query(
        description="Answer from what had been published by the end of this day alone.",
        examples=["2017-07-31"],
    ),
]
UntilParam = Annotated[Day | None, Query(description="The last day asked about.")]
SinceParam = Annotated[Day | None, Query(description="The first day asked about.")]
AsOfParam = Annotated[
    Words | None,
    Query(
        description="Answer from the store as it stood: a time, a version's number or its name.",
        max_length=LONGEST_NAME,
        examples=["2024-05-01", "12", "article-2024"],
    ),
]
LevelParam = Annotated[
    Level,
    Query(description="Show groups as reports name them, or the sides that they fight on."),
]
NeighboursParam = Annotated[
    bool,
    Query(description="Let what is held around a place lean a little on what is not known of it."),
]
LearnedParam = Annotated[
    bool,
    Query(
        description="Believe each speaker as far as the store teaches, else as far as its kind is."
    ),
]


def _lens(
    level: LevelParam = Level.GROUP,
    neighbours: NeighboursParam = False,
    learned: LearnedParam = True,
) -> Lens:
    return Lens(level=level, neighbours=neighbours, learned=learned)


LensParam = Annotated[Lens, Depends(_lens)]
ActorParam = Annotated[
    Words | None,
    Query(
        description="A party, by name or id.",
        max_length=LONGEST_NAME,
        examples=["Islamic State"],
    ),
]


def moment(words: str | None) -> Moment | None:
    """Return the moment that `as_of` means."""
    return moment_of(words)
