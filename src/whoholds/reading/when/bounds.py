"""What the words around a time make of it: since, by, until, before, after, from ... to ..."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from spacy.tokens import Doc

from whoholds.model import Interval, TimeExpression
from whoholds.reading.text import text_of


class Bound(StrEnum):
    """How an event's time lies to a time told."""

    SINCE = "since"  # from its start on, with no end
    BY = "by"  # not later than its end
    BEFORE = "before"  # not later than its start
    FROM = "from"  # not earlier than its end

    def apply(self, interval: Interval | None) -> Interval | None:
        """Return the stretch that an event so placed can have."""
        if interval is None:
            return None
        grain = interval.granularity
        if self is Bound.SINCE:
            start, end = interval.start or interval.end, None
        elif self is Bound.BY:
            start, end = None, interval.end or interval.start
        elif self is Bound.BEFORE:
            start, end = None, interval.start or interval.end
        else:
            start, end = interval.end or interval.start, None
        return Interval(start=start, end=end, granularity=grain)


_BEFORE_TIME = re.compile(
    r"(?:^|\W)(since|from|starting|by|until|till|up to|as of|before|prior to|ahead of|after"
    r"|following|through|between)\s+(?:at least |about |around |the |late |early )*$",
    re.IGNORECASE,
)
_BOUNDS = {
    "since": Bound.SINCE, "from": Bound.SINCE, "starting": Bound.SINCE, "by": Bound.BY,
    "until": Bound.BY, "till": Bound.BY, "up to": Bound.BY, "through": Bound.BY,
    "as of": Bound.BY, "before": Bound.BEFORE, "prior to": Bound.BEFORE,
    "ahead of": Bound.BEFORE, "after": Bound.FROM, "following": Bound.FROM,
}  # fmt: skip
_JOIN = re.compile(
    r"\s*(?:-|–|—|/|to|until|till|through|and|and until|up to)\s*(?:the\s)?$", re.IGNORECASE
)


def bound_of(doc: Doc, time: TimeExpression) -> Bound | None:
    """Return the bound that the words right before a time set, None for "on", "in" and the like."""
    text = text_of(doc)
    match = _BEFORE_TIME.search(text[max(0, time.span.start - 40) : time.span.start])
    word = match[1].lower() if match else None
    if word == "between" or word is None:
        return None
    return _BOUNDS[word]


def joined(doc: Doc, time: TimeExpression, times: Sequence[TimeExpression]) -> Interval | None:
    """Return the stretch of a time, with the other end where it is one end of a span.

    "between 3 and 7 May", "7-9 March", "from March until June" give the whole; times that only
    stand beside each other ("3 May and 5 June") do not.
    """
    place = next((i for i, t in enumerate(times) if t.span == time.span), None)
    if place is None or time.interval is None:
        return time.interval
    for first, last in ((place, place + 1), (place - 1, place)):
        if first >= 0 and last < len(times) and _spans(text_of(doc), times[first], times[last]):
            start, end = times[first].interval, times[last].interval
            if start is None or end is None or start.start is None or end.end is None:
                continue
            if start.start < end.end:
                return Interval(start=start.start, end=end.end, granularity=start.granularity)
    return time.interval


def _spans(text: str, first: TimeExpression, last: TimeExpression) -> bool:
    between = text[first.span.end : last.span.start]
    match = _JOIN.fullmatch(between)
    if match is None:
        return False
    ahead = text[max(0, first.span.start - 12) : first.span.start].lower().split()
    word = ahead[-1] if ahead else ""
    if "and" in between.lower().split():
        return word == "between"
    return True
