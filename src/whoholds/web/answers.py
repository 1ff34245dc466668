"""Answers to who holds a place as JSON, kept for when they are asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from whoholds.service.lens import DEFAULT, Lens
from whoholds.service.places import describe
from whoholds.service.rows import short_answer_row
from whoholds.service.sheets import MOST_EVIDENCE
from whoholds.service.shelf import Shelf
from whoholds.service.whoholds import Whoholds
from whoholds.web.charts import Charts
from whoholds.web.params import moment

ROOM = 96 << 20
"""Bytes of answers that are kept."""


@dataclass(frozen=True, slots=True)
class Question:
    """Who held a place on a day, as known on a day, in the store as it stood."""

    place: str
    on: date | None
    known: date | None
    as_of: str | None
    evidence: int
    lens: Lens = DEFAULT


class Answers:
    """The answers of a store, for several threads."""

    def __init__(self, store: Whoholds, charts: Charts) -> None:
        self._store, self._charts = store, charts
        self._held = Shelf[tuple[str, Question], bytes](ROOM, size=len)

    def find(self, content: str, question: Question) -> bytes | None:
        """Return the answer where it is kept. content: what stands for that of the store."""
        found = self._held.find((content, question))
        if found is None:
            found = self._prepared(question)
            if found is not None:
                self._held.put((content, question), found)
        return found

    def work_out(self, content: str, question: Question) -> bytes:
        """Return the answer; raises QueryError."""
        return self._held.get((content, question), lambda: self._fresh(question))

    def _fresh(self, asked: Question) -> bytes:
        answer = self._store.who(
            asked.place,
            on=asked.on,
            known=asked.known,
            as_of=moment(asked.as_of),
            lens=asked.lens,
        )
        return msgspec.json.encode(short_answer_row(answer, asked.evidence))

    def _prepared(self, asked: Question) -> bytes | None:
        """Return the answer on the last day, where the sheets of a large store have it."""
        usual = (None, None, MOST_EVIDENCE, DEFAULT)
        special = (asked.known, asked.as_of, asked.evidence, asked.lens) != usual
        chart = None if special else self._charts.ready()
        if chart is None or not chart.is_kept or asked.on not in (None, chart.last_day):
            return None
        found = self._store.desk().places.find(asked.place)
        answer = self._charts.answer(chart, found.place.id)
        if answer is None or not found.others:
            return answer
        row = msgspec.json.decode(answer, type=dict[str, msgspec.Raw])
        row["others"] = msgspec.Raw(msgspec.json.encode([describe(p) for p in found.others]))
        return msgspec.json.encode(row)
