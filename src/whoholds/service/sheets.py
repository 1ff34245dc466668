"""One sheet for each place: its stretches for the map, and its answer for the last day."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from whoholds.__about__ import __version__
from whoholds.control import Voice, holding_of
from whoholds.control.stretches import Stretch, day_number, stretches_of
from whoholds.errors import NotFoundError
from whoholds.model import HoldingStatus, Noun, Place
from whoholds.publish.picture import palette_of
from whoholds.service.brief import Brief
from whoholds.service.browse import first_days
from whoholds.service.desk import Desk, answer_of
from whoholds.service.places import Found
from whoholds.service.rows import short_answer_row

MOST_EVIDENCE = 20
"""Statements for and against in an answer, where the asker does not say how many."""
MOST_BEFORE = 3653
_STATUS = {HoldingStatus.HELD: 0, HoldingStatus.CONTESTED: 1, HoldingStatus.UNKNOWN: 2}


class Sheet(Noun, frozen=True):
    """A place's stretches in columns, and who holds it on the last day as JSON.

    start, end: days since 1970, `end` exclusive. status: 0 held, 1 contested, 2 unknown. holder:
    the party's id, None where none holds it. probability: 0..100. answer: JSON of the answer on
    the sheet's last day, b"" where it was not asked for. voices: the voice
    behind each statement that bears on the place, by its id; {} where the answer is not kept.
    """

    place: Place
    start: tuple[int, ...]
    end: tuple[int, ...]
    status: tuple[int, ...]
    holder: tuple[str | None, ...]
    probability: tuple[int, ...]
    besieged: tuple[int, ...]
    statements: tuple[int, ...]
    answer: bytes = b""
    voices: dict[str, Voice] = msgspec.field(default_factory=dict)


class Span(Noun, frozen=True):
    """The days that sheets reach over, both included, and the day of the last report.

    They reach beyond the last report, so that a store that grows keeps most of its sheets.
    """

    first: date
    last_day: date

    @property
    def until(self) -> date:
        """The end of the year after that of the last report."""
        return date(self.last_day.year + 1, 12, 31)


def span_of(desk: Desk) -> Span:
    """Return the days that the sheets of a version reach over; raises NotFoundError when empty.

    They begin with the first day that a claim is about, at most ten years before the first report.
    """
    last = desk.last_day
    first, published = first_days(desk)
    floor = (published or last) - timedelta(days=MOST_BEFORE)
    return Span(first=max(min(first or last, last), floor), last_day=last)


def sheets_of(
    desk: Desk,
    span: Span,
    *,
    ids: Collection[str] | None = None,
    known: date | None = None,
    answers: bool = False,
) -> Iterator[Sheet]:
    """Yield the sheets of a version's places, in order of place id; of those named, if given.

    known: only what had been published by the end of that day. answers: with the answers.
    """
    for brief in desk.briefs(ids, known=known):
        stretches = stretches_of(brief.case, since=span.first, until=span.until)
        sheet = _sheet(brief, stretches)
        if answers:
            sheet = msgspec.structs.replace(
                sheet,
                answer=_answer(brief, span.last_day),
                voices=dict(brief.context.origins),
            )
        yield sheet


def parties_of(sheets: Iterable[Sheet], *, country: str | None = None) -> Counter[str]:
    """Return how many runs of days each party holds a place for; those alike in probability
    or not count as one.

    country: of the places, ISO alpha-2.
    """
    runs: Counter[str] = Counter()
    for sheet in sheets:
        if country is None or sheet.place.country == country:
            before = (None, *sheet.holder)
            runs.update(h for b, h in zip(before, sheet.holder, strict=False) if h and h != b)
    return runs


def in_order(runs: Counter[str]) -> tuple[str, ...]:
    """Return the parties, those with the most runs first."""
    return tuple(sorted(runs, key=lambda a: (-runs[a], a)))


def party_colours(desk: Desk) -> dict[str, str]:
    """Return the colour of each party of a version: the same in every picture and on every page."""
    try:
        span = span_of(desk)
    except NotFoundError:
        return {}
    return palette_of(in_order(parties_of(sheets_of(desk, span))))


@cache
def code_stamp() -> str:
    """Return a hash of what turns statements into sheets: the code and its weights."""
    total = hashlib.sha256(__version__.encode())
    for file in sorted(files("whoholds.control").iterdir(), key=lambda f: f.name):
        if file.name.endswith((".py", ".toml")):
            total.update(file.read_bytes())
    for name in ("sheets.py", "learned.py", "lens.py"):
        total.update(files("whoholds.service").joinpath(name).read_bytes())
    return total.hexdigest()[:16]


def _sheet(brief: Brief, stretches: tuple[Stretch, ...]) -> Sheet:
    return Sheet(
        place=brief.place,
        start=tuple(s.start for s in stretches),
        end=tuple(s.end for s in stretches),
        status=tuple(_STATUS[s.status] for s in stretches),
        holder=tuple(s.holder for s in stretches),
        probability=tuple(round(100 * s.probability) for s in stretches),
        besieged=tuple(int(s.besieged) for s in stretches),
        statements=tuple(s.statements for s in stretches),
    )


def _answer(brief: Brief, day: date) -> bytes:
    answer = answer_of(Found(brief.place), day, holding_of(brief.case, on=day), brief)
    return msgspec.json.encode(short_answer_row(answer, MOST_EVIDENCE))


def columns(sheets: Iterable[Sheet], order: dict[str, int], *, last_day: date) -> dict[str, Any]:
    """Return all stretches in columns, as numbers; `first` tells where each place's begin.

    order: party id -> its number. last_day: stretches that begin later are left out; one that
    reaches beyond it has the end -1, it lasts.
    """
    last, first, ids = day_number(last_day), [0], []
    found: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    for sheet in sheets:
        count = bisect_right(sheet.start, last)
        for name in _COLUMNS:
            found[name].extend(getattr(sheet, name)[:count])
        if count:
            found["end"][-1] = -1
        first.append(len(found["start"]))
        ids.append(sheet.place.id)
    party = [-1 if h is None else order.get(h, -1) for h in found.pop("holder")]
    return {"epoch": "1970-01-01", "id": ids, "first": first, **found, "party": party}


_COLUMNS = ("start", "end", "status", "holder", "probability", "besieged", "statements")


def on_day(sheets: Iterable[Sheet], day: date) -> Iterator[tuple[int, str | None, int, int]]:
    """Yield (status, holder, probability, besieged) of each sheet's place on a day.

    A day after the sheets' last is answered as that one; one before the first is unknown.
    """
    number = day_number(day)
    for sheet in sheets:
        at = _at(sheet, number)
        if at is None:
            yield _STATUS[HoldingStatus.UNKNOWN], None, 0, 0
        else:
            yield sheet.status[at], sheet.holder[at], sheet.probability[at], sheet.besieged[at]


def _at(sheet: Sheet, number: int) -> int | None:
    at = bisect_right(sheet.start, number) - 1
    return at if at >= 0 else None
