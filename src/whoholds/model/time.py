"""Time expressions: the words, their TIMEX3 value, and the interval that they mean."""

from __future__ import annotations

from enum import StrEnum

from whoholds.model.interval import Interval
from whoholds.model.noun import Noun
from whoholds.model.span import Span


class TimeType(StrEnum):
    """The four types of TIMEX3."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class TimeExpression(Noun, frozen=True):
    """Words of a text that tell a time.

    value: the TIMEX3 value ("2017-06-29TNI", "P3D", "PRESENT_REF"), None where it stays open.
    interval: the half-open stretch meant, None where the words give none (a bare duration).
    """

    span: Span
    type: TimeType
    value: str | None
    interval: Interval | None = None
