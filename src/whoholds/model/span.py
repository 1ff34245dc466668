"""Characters of one text."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Span(msgspec.Struct, frozen=True, array_like=True, order=True):
    """Characters `[start, end)` of a report's text, counted in Unicode code points.

    Raises ValueError unless 0 <= start <= end. In JSON a span is `[start, end]`.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, got [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share a character; an empty span shares none."""
        return max(self.start, other.start) < min(self.end, other.end)

    def covers(self, other: Span) -> bool:
        """Say whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> Span:
        """Return the span moved by `by` characters."""
        return Span(self.start + by, self.end + by)

    @staticmethod
    def hull(spans: Iterable[Span]) -> Span:
        """Return the smallest span that covers all of `spans`; raises ValueError on none."""
        found = list(spans)
        if not found:
            raise ValueError("the hull of no span is not a span")
        return Span(min(s.start for s in found), max(s.end for s in found))
